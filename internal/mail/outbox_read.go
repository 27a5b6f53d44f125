package mail

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"net/textproto"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	stampLayout = "20060102T150405.000000"
	maxListed   = 500
)

var nameShape = regexp.MustCompile(`^(\d{8}T\d{6}\.\d{6})-([a-z][a-z0-9_]{0,39})-([0-9a-f]{12})-([0-9a-f]{32})\.eml$`)

// OutboxEntry is one file of the outbox as a list shows it.
type OutboxEntry struct {
	Name          string // file name, what ReadMail takes
	At            time.Time
	Kind          string
	RecipientHash string // the same for every message to one address
	Ref           string
	To, Subject   string
}

// Header is one decoded header line.
type Header struct{ Name, Value string }

// Parsed is one file of the outbox, decoded. HTML is as it was sent: show it only where no script can run.
type Parsed struct {
	OutboxEntry
	From, ReplyTo string
	Headers       []Header // every header, by name
	Text, HTML    string
	Attachments   []string // file names
}

// ReadOutbox lists the messages in dir, newest first, at most 500. A folder that is not there yet is empty.
func ReadOutbox(dir string) ([]OutboxEntry, error) {
	names, err := outboxNames(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("mail: outbox: %w", err)
	}
	slices.Sort(names)
	slices.Reverse(names)
	entries := make([]OutboxEntry, 0, min(len(names), maxListed))
	for _, name := range names[:min(len(names), maxListed)] {
		e := entryOf(name)
		msg, file, err := openMail(dir, name)
		if err != nil {
			continue // removed since it was listed
		}
		e.To, e.Subject = decoded(msg.Header.Get("To")), decoded(msg.Header.Get("Subject"))
		file.Close()
		entries = append(entries, e)
	}
	return entries, nil
}

// ReadMail reads one message by the name ReadOutbox gave; any other name is fs.ErrNotExist.
func ReadMail(dir, name string) (Parsed, error) {
	msg, file, err := openMail(dir, name)
	if err != nil {
		return Parsed{}, err
	}
	defer file.Close()
	p := Parsed{OutboxEntry: entryOf(name)}
	p.From, p.To, p.ReplyTo = decoded(msg.Header.Get("From")), decoded(msg.Header.Get("To")), decoded(msg.Header.Get("Reply-To"))
	p.Subject = decoded(msg.Header.Get("Subject"))
	for key, values := range msg.Header {
		for _, v := range values {
			p.Headers = append(p.Headers, Header{key, decoded(v)})
		}
	}
	slices.SortFunc(p.Headers, func(a, b Header) int { return strings.Compare(a.Name, b.Name) })
	if err := p.readPart(textproto.MIMEHeader(msg.Header), msg.Body); err != nil {
		return Parsed{}, fmt.Errorf("mail: outbox: %s: %w", name, err)
	}
	return p, nil
}

func openMail(dir, name string) (*netmail.Message, io.Closer, error) {
	if !nameShape.MatchString(name) {
		return nil, nil, fs.ErrNotExist
	}
	file, err := os.OpenInRoot(dir, name)
	if err != nil {
		return nil, nil, err
	}
	msg, err := netmail.ReadMessage(file)
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	return msg, file, nil
}

// readPart descends into multiparts and keeps the first text and the first HTML.
func (p *Parsed) readPart(h textproto.MIMEHeader, body io.Reader) error {
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return err
	}
	if strings.HasPrefix(kind, "multipart/") {
		return p.readParts(multipart.NewReader(body, params["boundary"]))
	}
	if _, file, err := mime.ParseMediaType(h.Get("Content-Disposition")); err == nil && file["filename"] != "" {
		p.Attachments = append(p.Attachments, decoded(file["filename"]))
		return nil
	}
	switch strings.ToLower(h.Get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	content, err := io.ReadAll(io.LimitReader(body, MaxBytes))
	switch {
	case kind == "text/html" && p.HTML == "":
		p.HTML = string(content)
	case kind == "text/plain" && p.Text == "":
		p.Text = string(content)
	}
	return err
}

func (p *Parsed) readParts(r *multipart.Reader) error {
	for {
		part, err := r.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := p.readPart(part.Header, part); err != nil {
			return err
		}
	}
}

// outboxNames are the finished messages in dir, in no order.
func outboxNames(dir string) ([]string, error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	names, err := d.Readdirnames(-1)
	return slices.DeleteFunc(names, func(n string) bool { return !nameShape.MatchString(n) }), err
}

// entryOf reads what the name tells; the name has the right shape.
func entryOf(name string) OutboxEntry {
	part := nameShape.FindStringSubmatch(name)
	at, _ := time.Parse(stampLayout, part[1]) // the zero time shows a stamp that is no date
	return OutboxEntry{Name: name, At: at, Kind: part[2], RecipientHash: part[3], Ref: part[4]}
}

// decoded shows a header as a mail client would, or raw where it cannot be decoded.
func decoded(value string) string {
	text, err := new(mime.WordDecoder).DecodeHeader(value)
	if err != nil {
		return value
	}
	return text
}
