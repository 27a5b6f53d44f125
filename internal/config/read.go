package config

import (
	"errors"
	"fmt"
	"math"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MinSecret is the least length of the root key in bytes.
const MinSecret = 32

// The readers below return errors that continue a sentence begun by the setting's name.

func readDatabase(value string) (string, error) {
	if file, ok := strings.CutPrefix(value, "sqlite:"); ok {
		if name, _, _ := strings.Cut(file, "?"); name == "" || name == ":memory:" {
			return "", errors.New("must be sqlite: and the name of a file")
		}
		return value, nil
	}
	if !strings.HasPrefix(value, "postgres://") && !strings.HasPrefix(value, "postgresql://") {
		return "", errors.New("must begin with sqlite: or postgres://")
	}
	if _, err := url.Parse(value); err != nil { // the parser's error would tell the password
		return "", errors.New("is not an address that can be read: special characters of the password are written as %XX")
	}
	return value, nil
}

func readAddr(value string) (string, error) {
	_, port, err := net.SplitHostPort(value)
	if err != nil || !isPort(port) {
		return "", errors.New("must be host:port, as in 127.0.0.1:8080")
	}
	return value, nil
}

func readPort(value string) (string, error) {
	if !isPort(value) {
		return "", errors.New("must be a number from 0 to 65535")
	}
	return ":" + value, nil
}

func isPort(s string) bool {
	_, err := strconv.ParseUint(s, 10, 16)
	return err == nil
}

// baseOf is the base URL of a server that is only reached where it listens.
func baseOf(addr string) string {
	host, port, _ := net.SplitHostPort(addr)
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "localhost"
	}
	if port == "80" {
		return "http://" + strings.TrimSuffix(net.JoinHostPort(host, ""), ":")
	}
	return "http://" + net.JoinHostPort(host, port)
}

// readBase takes scheme, host and port, as browsers write an origin.
func readBase(value string) (string, error) {
	u, err := readURL(value)
	if err != nil {
		return "", err
	}
	if strings.Trim(u.Path, "/") != "" {
		return "", errors.New("must have no path: the site is at the root of its host")
	}
	host := strings.ToLower(u.Host)
	switch u.Scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		host = strings.TrimSuffix(host, ":80")
	}
	return u.Scheme + "://" + host, nil
}

// readAPI keeps a key from travelling unencrypted.
func readAPI(value string) (string, error) {
	u, err := readURL(value)
	if err != nil {
		return "", err
	}
	if u.Scheme != "https" && !isLoopback(u.Hostname()) {
		return "", errors.New("must begin with https://, since the API key travels there")
	}
	return value, nil
}

// readGeocoder keeps street addresses from travelling unencrypted.
func readGeocoder(value string) (string, error) {
	if value == off {
		return "", nil
	}
	u, err := readURL(value)
	if err != nil {
		return "", err
	}
	if u.Scheme != "https" && !isLoopback(u.Hostname()) {
		return "", errors.New("must be an address that begins with https://, since street addresses travel there")
	}
	return strings.TrimRight(value, "/"), nil
}

func readURL(value string) (*url.URL, error) {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("must be an address that begins with https:// or http://, without a login, ? or #")
	}
	return u, nil
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && ip.IsLoopback()
}

func readSMTP(value string) (string, error) {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" {
		return "", errors.New("must be smtp://user:password@host:port or smtps://…: special characters of the password are written as %XX")
	}
	return value, nil
}

func readSecret(value string) (string, error) {
	if len(value) < MinSecret {
		return "", fmt.Errorf("has %d characters, it needs at least %d", utf8.RuneCountInString(value), MinSecret)
	}
	return value, nil
}

// readSender takes one address in ASCII with a domain that can be looked up.
func readSender(value string) (string, error) {
	a, err := mail.ParseAddress(value)
	if err != nil || !isASCII(a.Address) || !strings.Contains(strings.Trim(DomainOf(value), "."), ".") {
		return "", errors.New("must be one address, as in Name <name@example.org>")
	}
	return value, nil
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 126 })
}

// DomainOf is the domain of a sender in lower case, empty where there is no address.
func DomainOf(sender string) string {
	a, err := mail.ParseAddress(sender)
	if err != nil {
		return ""
	}
	return strings.ToLower(a.Address[strings.LastIndexByte(a.Address, '@')+1:])
}

func readRate(value string) (float64, error) {
	rate, err := strconv.ParseFloat(value, 64)
	if err != nil || rate < 0 || math.IsInf(rate, 0) || math.IsNaN(rate) {
		return 0, errors.New("must be a number of mails a second, or 0 for no limit")
	}
	return rate, nil
}

// readProxies takes networks or single addresses, divided by commas or blanks.
func readProxies(value string) ([]netip.Prefix, error) {
	var networks []netip.Prefix
	for _, word := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }) {
		network, err := netip.ParsePrefix(word)
		if ip, ipErr := netip.ParseAddr(word); ipErr == nil {
			network, err = ip.Prefix(ip.BitLen())
		}
		if err != nil {
			return nil, fmt.Errorf("has %q, which is no network: write 10.0.0.0/8, or several with commas", word)
		}
		networks = append(networks, network.Masked())
	}
	return networks, nil
}

func oneOf(value string, allowed ...string) (string, error) {
	if !slices.Contains(allowed, value) {
		return "", fmt.Errorf("is %q, it must be one of: %s", value, strings.Join(allowed, ", "))
	}
	return value, nil
}
