package doctor

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"time"

	"statehouse/internal/config"
)

// resolver looks text records up, as net.Resolver does.
type resolver interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
}

const nameWait = 4 * time.Second

// identity examines what a receiver asks the sender's domains for: who may send
// (SPF, RFC 7208), with which key (DKIM, RFC 6376), and what becomes of the rest
// (DMARC, RFC 7489).
func identity(ctx context.Context, cfg config.Config, names resolver) []Line {
	var lines []Line
	for _, domain := range slices.Compact([]string{config.DomainOf(cfg.MailFrom), config.DomainOf(cfg.LetterFrom)}) {
		lines = append(lines, spf(ctx, names, cfg.Mail, domain), dkim(ctx, names, cfg.Mail, domain), dmarc(ctx, names, domain))
	}
	return lines
}

// lookUp returns the text records of a name that begin with start, in any case;
// a name that does not exist has none.
func lookUp(ctx context.Context, names resolver, name, start string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, nameWait)
	defer cancel()
	all, err := names.LookupTXT(ctx, name)
	var failure *net.DNSError
	if errors.As(err, &failure) && failure.IsNotFound {
		return nil, nil
	}
	return slices.DeleteFunc(slices.Clone(all), func(record string) bool {
		return len(record) < len(start) || !strings.EqualFold(record[:len(start)], start)
	}), err
}

func unasked(name string, err error) Line {
	return warn(name, "Try again where the domain name system can be reached.", "could not be looked up: %s", oneLine(err))
}

// spf looks at the domain that bounces return to: Resend takes send. of the sender's.
func spf(ctx context.Context, names resolver, transport, domain string) Line {
	at := domain
	if transport == "resend" {
		at = "send." + domain
	}
	name := "SPF of " + domain
	records, err := lookUp(ctx, names, at, "v=spf1")
	switch {
	case err != nil:
		return unasked(name, err)
	case len(records) == 0:
		return bad(name, "Add the SPF record that the mail provider shows.", "%s has none", at)
	case len(records) > 1:
		return bad(name, "Keep one SPF record; receivers ignore several.", "%s has %d", at, len(records))
	}
	return fine(name, "is there")
}

func dkim(ctx context.Context, names resolver, transport, domain string) Line {
	name := "DKIM of " + domain
	if transport != "resend" {
		return warn(name, "Send yourself a mail and look for dkim=pass in its headers.", "is not looked up, since only the mail server knows the name of its key")
	}
	at := "resend._domainkey." + domain
	records, err := lookUp(ctx, names, at, "")
	switch {
	case err != nil:
		return unasked(name, err)
	case !slices.ContainsFunc(records, func(r string) bool { return tag(r, "p") != "" }):
		return bad(name, "Add the DKIM record that Resend shows for the domain.", "%s has no key", at)
	}
	return fine(name, "is there")
}

// dmarc climbs from the domain to its parents, whose policy holds below them.
func dmarc(ctx context.Context, names resolver, domain string) Line {
	name := "DMARC of " + domain
	for at := domain; strings.Contains(at, "."); _, at, _ = strings.Cut(at, ".") {
		records, err := lookUp(ctx, names, "_dmarc."+at, "v=DMARC1")
		if err != nil {
			return unasked(name, err)
		}
		if len(records) == 0 {
			continue
		}
		policy := tag(records[0], "p")
		if below := tag(records[0], "sp"); at != domain && below != "" {
			policy = below
		}
		if !strings.EqualFold(policy, "quarantine") && !strings.EqualFold(policy, "reject") {
			return warn(name, "Move to p=quarantine once its reports look right.", "_dmarc.%s lets forged mail through (p=%s)", at, policy)
		}
		return fine(name, "_dmarc.%s says %s", at, policy)
	}
	return bad(name, "Add a text record _dmarc."+domain+", at first with v=DMARC1; p=none.", "there is none, and large receivers turn such mail away")
}

// tag reads one value of a record written as "name=value; name=value".
func tag(record, name string) string {
	for part := range strings.SplitSeq(record, ";") {
		if key, value, ok := strings.Cut(part, "="); ok && strings.EqualFold(strings.TrimSpace(key), name) {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
