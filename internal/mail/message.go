package mail

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	netmail "net/mail"
	"strings"
)

// Message is one mail, frozen before the first try: what is stored is what is sent.
type Message struct {
	Ref         string            `json:"ref"`  // our id, 32 hex digits: provider tag "msg" and Message-ID <ref@domain of From>
	Kind        string            `json:"kind"` // confirmation, letter, …: provider tag "kind"
	From        Address           `json:"from"`
	To          Address           `json:"to"`
	ReplyTo     string            `json:"reply_to,omitempty"` // "" or one address
	Subject     string            `json:"subject"`
	Text        string            `json:"text"`
	HTML        string            `json:"html,omitempty"`
	Headers     map[string]string `json:"headers,omitempty"` // List-Unsubscribe, List-Unsubscribe-Post, …
	Attachments []Attachment      `json:"attachments,omitempty"`
}

// Address is one mailbox; Name may be empty, Email is ASCII (a foreign domain in its xn-- form).
type Address struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email"`
}

// Attachment is one file that travels with a message.
type Attachment struct {
	Name        string `json:"name"`
	ContentType string `json:"content_type"`
	Content     []byte `json:"content"`
}

// String writes the address as a header does, quoted and encoded where it must be.
func (a Address) String() string { return a.parsed().String() }

func (a Address) parsed() *netmail.Address {
	return &netmail.Address{Name: a.Name, Address: a.Email}
}

func (a Address) domain() string { return a.Email[strings.LastIndexByte(a.Email, '@')+1:] }

func (m Message) messageID() string { return m.Ref + "@" + m.From.domain() }

// Encode writes m as JSON; equal messages give equal bytes.
func (m Message) Encode() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(m); err != nil {
		return nil, fmt.Errorf("mail: encode: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Decode reads what Encode wrote and refuses unknown fields and anything after the message.
func Decode(b []byte) (Message, error) {
	var m Message
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return Message{}, fmt.Errorf("mail: stored message unreadable: %T", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return Message{}, fmt.Errorf("mail: stored message has a tail")
	}
	return m, nil
}
