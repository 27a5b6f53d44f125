package mail

import (
	"bytes"
	"fmt"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// compose builds the complete MIME message as SMTP and the outbox carry it.
func compose(m Message, date time.Time) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(m.From.parsed())
	msg.ToMailAddress(m.To.parsed())
	if m.ReplyTo != "" {
		msg.ReplyToMailAddress(Address{Email: m.ReplyTo}.parsed())
	}
	msg.SetDateWithValue(date)
	msg.SetMessageIDWithValue(m.messageID())
	msg.Subject(m.Subject)
	msg.SetGenHeader("X-Statehouse-Kind", m.Kind)
	for name, value := range m.Headers {
		msg.SetGenHeader(gomail.Header(name), value)
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	for _, a := range m.Attachments {
		err := msg.AttachReader(a.Name, bytes.NewReader(a.Content), gomail.WithFileContentType(gomail.ContentType(a.ContentType)))
		if err != nil {
			return nil, fmt.Errorf("mail: attachment: %w", err)
		}
	}
	return msg, nil
}
