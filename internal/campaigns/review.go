package campaigns

import (
	"cmp"
	"context"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/models"
)

// MaxNote is the longest note of a reviewer, in characters.
const MaxNote = 1000

// Missing lists what a campaign's draft lacks before it can be sent in, as
// message ids by the page on which it is mended: text, plan, letters. Without
// targets a campaign is addressed to the whole legislature.
func (s *Campaigns) Missing(ctx context.Context, tx *models.Tx, c models.Campaign) (missing map[string]string, err error) {
	defer fault.Wrap(&err, "campaigns.Missing(%d)", c.ID)
	missing = map[string]string{}
	texts, err := models.DraftTexts(ctx, tx, c.ID)
	if err != nil {
		return nil, err
	}
	if len(texts) == 0 || texts[0].Lang != "en" {
		missing["text"] = "error.missing.text"
	}
	for _, t := range texts {
		if t.Title == "" || t.Ask == "" || t.Summary == "" || len([]rune(t.Story)) < MinStory {
			missing["text"] = "error.missing.text"
		}
	}
	if c.Goal < 1 {
		missing["plan"] = "error.missing.goal"
	}
	letters, err := models.AllVariants(ctx, tx, c.ID)
	if err == nil && len(letters) == 0 {
		missing["letters"] = "error.missing.letters"
	}
	return missing, err
}

// Submit sends a campaign's draft to review, whose outcome is mailed in lang; an
// admin's and a trusted organizer's is published at once. Faults: NotFound, Invalid with what is missing, Conflict if it waits
// already or says nothing new.
func (s *Campaigns) Submit(ctx context.Context, actor models.Actor, slug, lang string) (err error) {
	defer fault.Wrap(&err, "campaigns.Submit")
	return s.db.Write(ctx, func(tx *models.Tx) error {
		c, err := models.OrganizedCampaign(ctx, tx, actor, slug)
		if err == nil {
			err = c.CanBeDrafted()
		}
		if err == nil {
			err = s.complete(ctx, tx, c)
		}
		if err != nil {
			return err
		}
		now := models.Moment(s.now())
		if err := models.SubmitDraft(ctx, tx, c.ID, actor.User.ID, lang, now); err != nil {
			return err
		}
		if c.Status == models.CampaignDraft {
			if err := models.StepCampaign(ctx, tx, &c, models.CampaignMove{After: models.CampaignInReview, UserID: actor.User.ID, Reason: "sent in", At: now}); err != nil {
				return err
			}
		}
		if actor.MayPublish(c) {
			return s.publish(ctx, tx, actor, c, "")
		}
		return nil
	})
}

// complete says whether a draft can be sent in.
func (s *Campaigns) complete(ctx context.Context, tx *models.Tx, c models.Campaign) error {
	missing, err := s.Missing(ctx, tx, c)
	if err == nil {
		err = fault.Fields(missing)
	}
	if err != nil || c.PetitionID == nil {
		return err
	}
	petition, err := models.PetitionByID(ctx, tx, *c.PetitionID)
	if err != nil {
		return err
	}
	texts, err := models.DraftTexts(ctx, tx, c.ID)
	if err == nil && models.SameText(petition, texts) {
		err = fault.New(fault.Conflict, "error.draft.same")
	}
	return err
}

// TakeBack ends the wait of a draft, so that it can be worked on again. Faults:
// NotFound, Conflict.
func (s *Campaigns) TakeBack(ctx context.Context, actor models.Actor, slug string) (err error) {
	defer fault.Wrap(&err, "campaigns.TakeBack")
	return s.db.Write(ctx, func(tx *models.Tx) error {
		c, err := models.OrganizedCampaign(ctx, tx, actor, slug)
		if err == nil {
			err = models.ReturnDraft(ctx, tx, c.ID)
		}
		if err != nil || c.Status != models.CampaignInReview {
			return err
		}
		return models.StepCampaign(ctx, tx, &c, models.CampaignMove{After: models.CampaignDraft, UserID: actor.User.ID, Reason: "taken back", At: s.now()})
	})
}

// Claim gives a waiting draft to a reviewer for a while; Release gives it back.
// Faults: NotFound, Conflict if another has it.
func (s *Campaigns) Claim(ctx context.Context, actor models.Actor, slug string) (err error) {
	defer fault.Wrap(&err, "campaigns.Claim")
	return s.db.Write(ctx, func(tx *models.Tx) error {
		c, err := reviewed(ctx, tx, actor, slug)
		if err != nil {
			return err
		}
		return models.ClaimDraft(ctx, tx, c.ID, actor.User.ID, models.Moment(s.now()))
	})
}

// Release is Claim's other way.
func (s *Campaigns) Release(ctx context.Context, actor models.Actor, slug string) (err error) {
	defer fault.Wrap(&err, "campaigns.Release")
	return s.db.Write(ctx, func(tx *models.Tx) error {
		c, err := reviewed(ctx, tx, actor, slug)
		if err != nil {
			return err
		}
		return models.ReleaseDraft(ctx, tx, c.ID, actor.User.ID)
	})
}

// Decision is a reviewer's, as it was typed.
type Decision struct {
	Revision int    // of the draft that was read
	Decision string // published or rejected
	Reason   int64  // of a rejection
	Note     string
}

// Decide publishes a waiting draft as a version, or rejects it with a reason.
// Faults: NotFound, Invalid with the fields decision, reason and note, Conflict
// if another reviewer has it or another text waits by now.
func (s *Campaigns) Decide(ctx context.Context, actor models.Actor, slug string, d Decision) (err error) {
	defer fault.Wrap(&err, "campaigns.Decide")
	return s.db.Write(ctx, func(tx *models.Tx) error {
		c, err := reviewed(ctx, tx, actor, slug)
		if err != nil {
			return err
		}
		draft, err := models.DraftOf(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if draft.SubmittedAt == nil || draft.Revision != d.Revision || draft.IsClaimedByOther(actor.User.ID, s.now()) {
			return fault.New(fault.Conflict, "error.review.meanwhile")
		}
		fields := map[string]string{}
		note, err := models.ParseText(d.Note, MaxNote)
		if err != nil {
			fields["note"] = fault.Of(err).Message
		}
		switch models.ReviewDecision(d.Decision) {
		case models.ReviewPublished:
			if err := fault.Fields(fields); err != nil {
				return err
			}
			if err := s.publish(ctx, tx, actor, c, note); err != nil {
				return err
			}
			return s.tell(ctx, tx, c, draft, mailroom.Review{Published: true, Note: note})
		case models.ReviewRejected:
			reason, err := s.reject(ctx, tx, actor, c, d.Reason, note, fields)
			if err != nil {
				return err
			}
			return s.tell(ctx, tx, c, draft, mailroom.Review{Reason: reason.Title(draft.SubmittedLang), Advice: reason.Text(draft.SubmittedLang), Note: note})
		}
		fields["decision"] = "error.review.decision"
		return fault.Fields(fields)
	})
}

// publish makes the draft the version that people sign from now on.
func (s *Campaigns) publish(ctx context.Context, tx *models.Tx, actor models.Actor, c models.Campaign, note string) error {
	now := models.Moment(s.now())
	texts, err := models.DraftTexts(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	petition := models.Petition{CampaignID: c.ID, CreatedAt: now}
	if err := models.AddPetition(ctx, tx, &petition, models.VersionTexts(texts)); err != nil {
		return err
	}
	if err := models.UsePetition(ctx, tx, &c, petition.ID, now); err != nil {
		return err
	}
	if err := models.ReturnDraft(ctx, tx, c.ID); err != nil {
		return err
	}
	if err := models.AddReview(ctx, tx, &models.PetitionReview{CampaignID: c.ID, UserID: actor.User.ID, Decision: models.ReviewPublished, PetitionID: &petition.ID, Note: note, At: now}); err != nil {
		return err
	}
	if c.Status != models.CampaignInReview {
		return nil
	}
	return models.StepCampaign(ctx, tx, &c, models.CampaignMove{After: models.CampaignLive, UserID: actor.User.ID, Reason: cmp.Or(note, "published"), At: now})
}

func (s *Campaigns) reject(ctx context.Context, tx *models.Tx, actor models.Actor, c models.Campaign, reasonID int64, note string, fields map[string]string) (models.RejectionReason, error) {
	reason, err := models.RejectionReasonByID(ctx, tx, reasonID)
	switch {
	case fault.Is(err, fault.NotFound) || err == nil && reason.RetiredAt != nil:
		fields["reason"] = "error.review.reason"
	case err != nil:
		return reason, err
	}
	if err := fault.Fields(fields); err != nil {
		return reason, err
	}
	now := models.Moment(s.now())
	if err := models.ReturnDraft(ctx, tx, c.ID); err != nil {
		return reason, err
	}
	if err := models.AddReview(ctx, tx, &models.PetitionReview{CampaignID: c.ID, UserID: actor.User.ID, Decision: models.ReviewRejected, ReasonID: &reason.ID, Note: note, At: now}); err != nil {
		return reason, err
	}
	if c.Status != models.CampaignInReview {
		return reason, nil
	}
	return reason, models.StepCampaign(ctx, tx, &c, models.CampaignMove{After: models.CampaignRejected, UserID: actor.User.ID, Reason: reason.Code, At: now})
}

// tell mails what was decided to who sent the draft in, unless they work here no
// more.
func (s *Campaigns) tell(ctx context.Context, tx *models.Tx, c models.Campaign, draft models.PetitionDraft, what mailroom.Review) error {
	user, err := models.UserByID(ctx, tx, *draft.SubmittedBy)
	if err != nil || user.SuspendedAt != nil {
		return err
	}
	what.Slug = c.Slug
	mail, err := s.room.Review(ctx, draft.SubmittedLang, user.Email, what, models.Moment(s.now()))
	if err == nil {
		_, err = s.room.Post(ctx, tx, []*mailroom.Draft{mail})
	}
	return err
}

// reviewed is a campaign that the actor may review; NotFound for others.
func reviewed(ctx context.Context, tx *models.Tx, actor models.Actor, slug string) (models.Campaign, error) {
	c, err := models.CampaignBySlug(ctx, tx, slug)
	if err == nil && !actor.MayReview(c) {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return c, err
}
