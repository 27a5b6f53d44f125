package mydata

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/internal/privacy"
	"statehouse/models"
)

// Erase withdraws every signature, comment, request and endorsement of a link's address and empties
// all that is held of the person. Faults: NotFound, Gone.
func (m *MyData) Erase(ctx context.Context, tok string) (err error) {
	defer fault.Wrap(&err, "mydata.Erase")
	return m.db.Write(ctx, func(tx *models.Tx) error {
		email, link, err := m.open(ctx, tx, tok)
		if err != nil {
			return err
		}
		held, err := m.held(ctx, tx, email)
		if err != nil {
			return err
		}
		for i := range held {
			if err := m.erase(ctx, tx, &held[i]); err != nil {
				return err
			}
		}
		if err := m.eraseComments(ctx, tx, email); err != nil {
			return err
		}
		if err := models.ErasePageReports(ctx, tx, models.PageReportIndex(m.keys, email), m.moment()); err != nil {
			return err
		}
		if err := m.eraseRequests(ctx, tx, email); err != nil {
			return err
		}
		if err := m.eraseEndorsements(ctx, tx, email); err != nil {
			return err
		}
		if err := m.eraseApplications(ctx, tx, email); err != nil {
			return err
		}
		return models.DropLink(ctx, tx, link)
	})
}

func (m *MyData) erase(ctx context.Context, tx *models.Tx, sig *models.Signature) error {
	if err := m.withdraw(ctx, tx, sig); err != nil {
		return err
	}
	if err := models.DropMailsOf(ctx, tx, sig.ID, "erased", m.moment()); err != nil {
		return err
	}
	if err := models.EraseLetters(ctx, tx, sig.ID); err != nil {
		return err
	}
	if err := models.ForgetMailsOf(ctx, tx, sig.ID); err != nil {
		return err
	}
	if err := m.forgetLinks(ctx, tx, *sig); err != nil {
		return err
	}
	if err := models.ForgetMatches(ctx, tx, *sig); err != nil {
		return err
	}
	if _, err := models.DropQuote(ctx, tx, sig.ID); err != nil {
		return err
	}
	if err := m.forgetPaper(ctx, tx, *sig); err != nil {
		return err
	}
	return models.EraseSignature(ctx, tx, sig, privacy.NoIndex(), m.moment())
}

// forgetPaper empties what bears the supporter's name and ZIP code on sheets of
// the same campaign.
func (m *MyData) forgetPaper(ctx context.Context, tx *models.Tx, sig models.Signature) error {
	person, err := sig.OpenPerson(m.keys)
	if err != nil || sig.ErasedAt != nil {
		return err
	}
	campaign, err := models.CampaignByID(ctx, tx, sig.CampaignID)
	if err != nil {
		return err
	}
	return models.ForgetPaperOf(ctx, tx, campaign.ID, models.PersonIndex(m.keys, campaign.Code, models.PaperPerson{Name: person.Name, ZIP: person.ZIP}))
}

// forgetLinks deletes the links that hold the supporter's address. Those in
// letters hold an office's, and go on working.
func (m *MyData) forgetLinks(ctx context.Context, tx *models.Tx, sig models.Signature) error {
	links, err := models.LinksWithContact(ctx, tx, sig.ID)
	if err != nil {
		return err
	}
	for _, link := range links {
		office, err := m.isOffice(link, sig)
		if err != nil {
			return err
		}
		if office && link.Kind != models.LinkMyData {
			continue
		}
		if err := models.DropLink(ctx, tx, link); err != nil {
			return err
		}
	}
	return nil
}
