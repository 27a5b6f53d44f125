package models

import "net/url"

// IsWebAddress says whether a text is an address on the web that can be opened.
func IsWebAddress(text string) bool {
	at, err := url.Parse(text)
	return err == nil && (at.Scheme == "https" || at.Scheme == "http") && at.Host != "" && at.User == nil
}
