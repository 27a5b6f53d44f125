package mail

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// WebhookWindow is how far a webhook's clock may be from ours, either way.
const WebhookWindow = 300 * time.Second

// What VerifyWebhook refuses for. ErrStale comes only with a good signature, so it
// means a replay or a wrong clock.
var (
	ErrWebhookSecret    = errors.New("mail: webhook secret missing or malformed")
	ErrWebhookSignature = errors.New("mail: webhook signature wrong or missing")
	ErrWebhookStale     = errors.New("mail: webhook older or newer than 300 s")
	ErrWebhookBody      = errors.New("mail: webhook body unreadable")
)

// Event is one thing Resend tells about a message. Events repeat, reorder and come early:
// ID is the same in every repeat.
type Event struct {
	ID         string // svix-id
	Type       string // "email.delivered", …; types unknown here are kept
	ProviderID string // Resend's id of the message
	Ref        string // our id, from the tag "msg"; "" where the tag is missing
	BounceType string // "Permanent", "Transient", "Undetermined"; "" but for bounces
	At         time.Time
}

var eventIDShape = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)

// VerifyWebhook checks the signature over the raw body (https://docs.svix.com/receiving/verifying-payloads/how-manual)
// and reads the event. secret is "whsec_" and base64, as Resend shows it.
func VerifyWebhook(secret string, header http.Header, body []byte, now time.Time) (Event, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) < 16 {
		return Event{}, ErrWebhookSecret
	}
	id, stamp := only(header, "svix-id"), only(header, "svix-timestamp")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || strconv.FormatInt(seconds, 10) != stamp || !eventIDShape.MatchString(id) {
		return Event{}, ErrWebhookSignature
	}
	if !signed(key, id+"."+stamp+".", body, only(header, "svix-signature")) {
		return Event{}, ErrWebhookSignature
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > WebhookWindow || age < -WebhookWindow {
		return Event{}, ErrWebhookStale
	}
	return readEvent(id, time.Unix(seconds, 0).UTC(), body)
}

// only is the header's value when it came exactly once.
func only(h http.Header, name string) string {
	if values := h.Values(name); len(values) == 1 {
		return values[0]
	}
	return ""
}

// signed says whether one of the space-separated "v1,<base64>" fits; several come while a secret is being changed.
func signed(key []byte, prefix string, body []byte, signatures string) bool {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(prefix))
	mac.Write(body)
	want := mac.Sum(nil)
	found := false
	for part := range strings.SplitSeq(signatures, " ") {
		text, ok := strings.CutPrefix(part, "v1,")
		got, err := base64.StdEncoding.Strict().DecodeString(text)
		if ok && err == nil && hmac.Equal(got, want) {
			found = true
		}
	}
	return found
}

func readEvent(id string, signedAt time.Time, body []byte) (Event, error) {
	var in struct {
		Type      string `json:"type"`
		CreatedAt string `json:"created_at"`
		Data      struct {
			EmailID string `json:"email_id"`
			Tags    tags   `json:"tags"`
			Bounce  struct {
				Type string `json:"type"`
			} `json:"bounce"`
		} `json:"data"`
	}
	if err := json.Unmarshal(body, &in); err != nil || in.Type == "" {
		return Event{}, ErrWebhookBody
	}
	e := Event{ID: id, Type: in.Type, ProviderID: in.Data.EmailID, BounceType: in.Data.Bounce.Type, At: signedAt}
	if refShape.MatchString(in.Data.Tags["msg"]) {
		e.Ref = in.Data.Tags["msg"]
	}
	// Resend writes RFC 3339 in webhooks and a space form in its API answers.
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999Z07"} {
		if at, err := time.Parse(layout, in.CreatedAt); err == nil {
			e.At = at.UTC()
		}
	}
	return e, nil
}

// tags arrive as an object name→value, though they are sent as a list; both are read.
type tags map[string]string

// UnmarshalJSON leaves out what is neither, for tags are not worth losing an event over.
func (t *tags) UnmarshalJSON(b []byte) error {
	*t = tags{}
	var list []struct{ Name, Value string }
	if json.Unmarshal(b, &list) == nil {
		for _, tag := range list {
			(*t)[tag.Name] = tag.Value
		}
		return nil
	}
	var object map[string]any
	if json.Unmarshal(b, &object) == nil {
		for name, value := range object {
			if s, ok := value.(string); ok {
				(*t)[name] = s
			}
		}
	}
	return nil
}
