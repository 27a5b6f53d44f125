package mailroom

import (
	"statehouse/internal/mail"
	"statehouse/internal/privacy"
	"statehouse/models"
)

// MessageOf opens what a draft will send.
func MessageOf(d *Draft, k *privacy.Keys) mail.Message {
	encoded, err := k.Open(models.SealPurpose, d.mail.Ref, d.mail.Payload)
	if err != nil {
		panic(err) // it was sealed with the same keys a moment ago
	}
	m, err := mail.Decode(encoded)
	if err != nil {
		panic(err)
	}
	return m
}
