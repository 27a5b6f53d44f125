package mail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

const smtpTimeout = 15 * time.Second

// SMTP hands messages to a mail server, one connection each. SMTP knows no idempotency
// key, so a retry in doubt may arrive twice.
type SMTP struct{ client *gomail.Client }

var tlsPolicies = map[string]gomail.TLSPolicy{
	"none": gomail.NoTLS, "opportunistic": gomail.TLSOpportunistic, "mandatory": gomail.TLSMandatory,
}

// NewSMTP reads smtp://user:password@host:port?tls=none|opportunistic|mandatory, or
// smtps:// for TLS from the first byte. Ports default to 587 and 465. TLS is mandatory
// unless the host is this machine or "mailpit"; without TLS a password is never sent as it is.
func NewSMTP(address string) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil { // the parser's error repeats the URL, password and all
		return nil, errors.New("mail: the SMTP URL is malformed")
	}
	options := []gomail.Option{gomail.WithTimeout(smtpTimeout)}
	port, implicit := "587", u.Scheme == "smtps"
	switch {
	case u.Hostname() == "" || (u.Scheme != "smtp" && !implicit):
		return nil, errors.New("mail: the SMTP URL must be smtp://host[:port] or smtps://host[:port]")
	case implicit && u.Query().Has("tls"):
		return nil, errors.New("mail: smtps:// takes no tls=")
	case implicit:
		port = "465"
		options = append(options, gomail.WithSSL())
	default:
		policy, err := tlsPolicy(u)
		if err != nil {
			return nil, err
		}
		options = append(options, gomail.WithTLSPolicy(policy))
	}
	if u.Port() != "" {
		port = u.Port()
	}
	n, err := strconv.Atoi(port)
	if err != nil || n < 1 || n > 65535 {
		return nil, errors.New("mail: the SMTP port must be 1 to 65535")
	}
	options = append(options, gomail.WithPort(n))
	if password, ok := u.User.Password(); ok {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	client, err := gomail.NewClient(u.Hostname(), options...)
	if err != nil {
		return nil, fmt.Errorf("mail: SMTP: %w", err)
	}
	return &SMTP{client}, nil
}

func tlsPolicy(u *url.URL) (gomail.TLSPolicy, error) {
	name := u.Query().Get("tls")
	if name == "" {
		switch u.Hostname() {
		case "localhost", "127.0.0.1", "::1", "mailpit":
			return gomail.TLSOpportunistic, nil
		}
		return gomail.TLSMandatory, nil
	}
	policy, ok := tlsPolicies[name]
	if !ok {
		return 0, errors.New("mail: tls= must be none, opportunistic or mandatory")
	}
	return policy, nil
}

// Name is "smtp".
func (s *SMTP) Name() string { return "smtp" }

// BatchSize is 1.
func (s *SMTP) BatchSize() int { return 1 }

// Send hands one message over; the key is not used. The receipt holds the Message-ID.
func (s *SMTP) Send(ctx context.Context, key string, ms []Message) ([]Receipt, error) {
	if err := admit(s, key, ms); err != nil {
		return nil, err
	}
	msg, err := compose(ms[0], time.Now())
	if err != nil {
		return nil, &Error{Class: Refused, Detail: "message could not be written"}
	}
	if err := s.client.DialAndSendWithContext(ctx, msg); err != nil && !msg.IsDelivered() {
		return nil, explainSMTP(err)
	}
	return []Receipt{{ProviderID: ms[0].messageID()}}, nil
}

// explainSMTP goes by how far the exchange came: before the content nothing can have
// been taken; after it only a 5xx is a clear no. Server texts quote addresses, so only
// the code is kept.
func explainSMTP(err error) *Error {
	var at *gomail.SendError
	var reply *textproto.Error
	code, contentSent := 0, false
	if errors.As(err, &at) {
		code = at.ErrorCode()
		contentSent = at.Reason == gomail.ErrWriteContent || at.Reason == gomail.ErrSMTPDataClose
	} else if errors.As(err, &reply) {
		code = reply.Code
	}
	detail := networkReason(err, "conversation broken off")
	var network net.Error
	switch {
	case code != 0:
		detail = fmt.Sprintf("smtp %d", code)
	case at == nil && !errors.As(err, &network) && !errors.Is(err, io.EOF):
		detail = "no agreement on TLS or login"
	}
	switch {
	case code == 530 || code == 534 || code == 535 || code == 538: // RFC 4954: log in first, or the login is wrong
		return &Error{Class: Forbidden, Detail: detail}
	case code >= 500 && at != nil:
		return &Error{Class: Refused, Detail: detail}
	case contentSent:
		return &Error{Class: Uncertain, Doubt: true, Detail: detail}
	}
	return &Error{Class: Unreachable, Detail: detail}
}
