package doctor

import (
	"context"
	"maps"
	"testing"

	"statehouse/internal/config"
)

func TestMailIdentityIsJudgedByItsRecords(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		about   string
		change  zone // records instead of the good ones; an empty list is no such name, nil is no answer
		name    string
		verdict string
	}{
		{"nothing missing", nil, "SPF of example.org", "fine"},
		{"no SPF", zone{"send.example.org": {}}, "SPF of example.org", "bad"},
		{"two SPF", zone{"send.example.org": {"v=spf1 -all", "v=spf1 ~all"}}, "SPF of example.org", "bad"},
		{"no answer", zone{"send.example.org": nil}, "SPF of example.org", "warn"},
		{"no key", zone{"resend._domainkey.example.org": {}}, "DKIM of example.org", "bad"},
		{"a key taken back", zone{"resend._domainkey.example.org": {"v=DKIM1; p="}}, "DKIM of example.org", "bad"},
		{"no key for letters", zone{"resend._domainkey.letters.example.org": {}}, "DKIM of letters.example.org", "bad"},
		{"no policy", zone{"_dmarc.example.org": {}}, "DMARC of letters.example.org", "bad"},
		{"other records only", zone{"_dmarc.example.org": {"v=spf1 -all"}}, "DMARC of example.org", "bad"},
		{"a policy that asks for nothing", zone{"_dmarc.example.org": {"v=DMARC1; p=none"}}, "DMARC of example.org", "warn"},
		{"nothing asked below", zone{"_dmarc.example.org": {"v=DMARC1;p=reject; sp=none"}}, "DMARC of letters.example.org", "warn"},
		{"nothing asked below, itself", zone{"_dmarc.example.org": {"v=DMARC1;p=reject; sp=none"}}, "DMARC of example.org", "fine"},
		{"one of its own", zone{"_dmarc.letters.example.org": {"v=dmarc1; P = Quarantine"}, "_dmarc.example.org": {"v=DMARC1; p=none"}}, "DMARC of letters.example.org", "fine"},
	} {
		names := maps.Clone(goodZone)
		maps.Copy(names, x.change)
		cfg := config.Config{Mail: "resend", MailFrom: "petitions@example.org", LetterFrom: "letters@letters.example.org"}
		l := lineNamed(t, identity(context.Background(), cfg, names), x.name)
		if state(l) != x.verdict || (l.Advice == "") != (x.verdict == "fine") {
			t.Errorf("%s: %+v", x.about, l)
		}
	}
}

func TestAMailServersKeyIsNotGuessed(t *testing.T) {
	t.Parallel()
	cfg := config.Config{Mail: "smtp", MailFrom: "a@example.org", LetterFrom: "b@example.org"}
	lines := identity(context.Background(), cfg, zone{"example.org": {"v=spf1 mx -all"}, "_dmarc.example.org": {"v=DMARC1; p=reject"}})
	if len(lines) != 3 || state(lines[0]) != "fine" || state(lines[1]) != "warn" || state(lines[2]) != "fine" {
		t.Errorf("%+v", lines)
	}
}
