package models

import (
	"net"
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Domain is the part of a host name that somebody registered, such as
// example.co.uk of mail.example.co.uk; "" if there is none.
func Domain(host string) string {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if net.ParseIP(host) != nil || !strings.Contains(host, ".") {
		return ""
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return ""
	}
	return domain
}

// WebHost is the host of a web address, as people say it.
func WebHost(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// WebDomain is the registered domain of a web address.
func WebDomain(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return Domain(u.Hostname())
}

// MailDomain is the registered domain of an e-mail address.
func MailDomain(address string) string {
	_, host, _ := strings.Cut(address, "@")
	return Domain(host)
}

// IsOfSite says whether an e-mail address belongs to the domain of a website.
func IsOfSite(email, website string) bool {
	return MailDomain(email) != "" && MailDomain(email) == WebDomain(website)
}
