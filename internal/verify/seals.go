package verify

import (
	"bytes"
	"context"

	"statehouse/models"
)

// seals opens every sealed field with the keys, and makes every blind index again.
func seals(ctx context.Context, v *view) error {
	codes, err := models.CodesByCampaign(ctx, v.tx)
	if err != nil {
		return err
	}
	if err := each(ctx, v, 0, models.SignaturesAfter, func(s models.Signature) int64 { return s.ID }, func(s models.Signature) {
		if code, ok := codes[s.CampaignID]; ok { // else the campaign is younger than this check
			v.signature(s, code)
		}
	}); err != nil {
		return err
	}
	if err := each(ctx, v, 0, models.LettersAfter, func(l models.Letter) int64 { return l.ID }, v.letter); err != nil {
		return err
	}
	if err := each(ctx, v, 0, models.MailsAfter, func(m models.Mail) int64 { return m.ID }, v.mail); err != nil {
		return err
	}
	if err := each(ctx, v, 0, models.RelaysAfter, func(r models.Relay) int64 { return r.ID }, v.relay); err != nil {
		return err
	}
	if err := each(ctx, v, 0, models.OfficeRequestsAfter, func(r models.OfficeRequest) int64 { return r.ID }, v.officeRequest); err != nil {
		return err
	}
	if err := applicationSeals(ctx, v); err != nil {
		return err
	}
	if err := paperSeals(ctx, v, codes); err != nil {
		return err
	}
	if err := packetSeals(ctx, v); err != nil {
		return err
	}
	if err := commentSeals(ctx, v); err != nil {
		return err
	}
	if err := each(ctx, v, 0, models.PageReportsAfter, func(r models.PageReport) int64 { return r.ID }, v.pageReport); err != nil {
		return err
	}
	if err := each(ctx, v, 0, models.CampaignRequestsAfter, func(r models.CampaignRequest) int64 { return r.ID }, v.campaignRequest); err != nil {
		return err
	}
	if err := endorsementSeals(ctx, v, codes); err != nil {
		return err
	}
	if err := each(ctx, v, 0, models.SearchesAfter, func(s models.SignatureSearch) int64 { return s.ID }, v.search); err != nil {
		return err
	}
	if err := each(ctx, v, 0, models.InvalidationsAfter, func(i models.Invalidation) int64 { return i.ID }, v.invalidation); err != nil {
		return err
	}
	if err := each(ctx, v, 0, models.AlertsAfter, func(a models.Alert) int64 { return a.ID }, v.alert); err != nil {
		return err
	}
	if err := each(ctx, v, "", models.PasswordsAfter, func(p models.Password) string { return p.Ref }, v.password); err != nil {
		return err
	}
	return each(ctx, v, []byte{}, models.LinksAfter, func(l models.Link) []byte { return l.Hash }, v.link)
}

func (v *view) signature(s models.Signature, campaignCode string) {
	if s.ErasedAt != nil {
		return
	}
	person, err := s.OpenPerson(v.keys)
	if err != nil {
		v.note("signature %d: its sealed fields do not open", s.ID)
		return
	}
	email, err := models.ParseEmail(person.Email)
	if err != nil {
		v.note("signature %d: its sealed address is none", s.ID)
		return
	}
	if !bytes.Equal(s.EmailIndex, models.SignatureIndex(v.keys, campaignCode, email)) {
		v.note("signature %d: its blind index is not its address's", s.ID)
	}
}

// letter opens a letter that was not erased; an erased one is empty all through.
func (v *view) letter(l models.Letter) {
	if len(l.Subject)+len(l.Body)+len(l.Name) == 0 {
		return
	}
	if _, err := l.OpenText(v.keys); err != nil {
		v.note("letter %d: its text does not open", l.ID)
	}
}

func (v *view) mail(m models.Mail) {
	if _, err := v.keys.Open(models.SealPurpose, m.Ref, m.Payload); err != nil {
		v.note("mail %d: its payload does not open", m.ID)
	}
}

func (v *view) link(l models.Link) {
	if _, err := l.OpenContact(v.keys); err != nil {
		v.note("link %x: its contact does not open", l.Hash)
	}
}

func (v *view) relay(r models.Relay) {
	if _, err := r.OpenText(v.keys); err != nil {
		v.note("relay %d: its text does not open", r.ID)
	}
}

func (v *view) officeRequest(r models.OfficeRequest) {
	if _, err := r.OpenDetail(v.keys); err != nil {
		v.note("request %d: its text does not open", r.ID)
	}
}

func (v *view) search(s models.SignatureSearch) {
	if _, err := s.Open(v.keys); err != nil {
		v.note("search %d: its criteria do not open", s.ID)
	}
}

func (v *view) alert(a models.Alert) {
	if _, err := a.OpenNote(v.keys); err != nil {
		v.note("alert %d: its note does not open", a.ID)
	}
}

func (v *view) invalidation(i models.Invalidation) {
	if _, err := i.OpenNote(v.keys); err != nil {
		v.note("invalidation %d: its note does not open", i.ID)
	}
}
