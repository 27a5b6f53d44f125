package public_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"statehouse/internal/smallcells"
	"statehouse/internal/testkit"
	"statehouse/models"
)

func TestPositionsShowEverySeatAndSilenceToo(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h, campaign := open(t, database)
		speaks := testkit.MakeSeat(t, h.DB, campaign.State, "upper", "71")
		written := testkit.MakeSeat(t, h.DB, campaign.State, "upper", "72")
		testkit.MakeSeat(t, h.DB, campaign.State, "lower", "73")
		var letters []models.Letter
		for range smallcells.Fewest {
			letters = append(letters, testkit.MakeLetter(t, h.DB, testkit.Keys(), testkit.MakeSignature(t, h.DB, testkit.Keys(), campaign), written))
		}
		ctx := context.Background()
		if err := h.DB.Write(ctx, func(tx *models.Tx) error {
			for _, letter := range letters {
				deliveries, err := models.DeliveriesOf(ctx, tx, letter.ID)
				if err != nil {
					return err
				}
				if _, err := models.ReportMail(ctx, tx, *deliveries[0].OutboxID, models.MailDelivered, "id", testkit.Now); err != nil {
					return err
				}
			}
			return models.AddPosition(ctx, tx, &models.Position{CampaignID: campaign.ID, SeatID: speaks.SeatID, LegislatorID: speaks.LegislatorID,
				Stance: models.StanceOpposes, Evidence: models.EvidenceVote, Source: "javascript:alert(1)", Summary: "Voted <no>.", SaidOn: "2026-11-20", CreatedAt: testkit.Now})
		}); err != nil {
			t.Fatal(err)
		}
		answer := send(h, http.MethodGet, "/petitions/"+campaign.Slug+"/positions", "")
		doc := parsed(t, answer)
		if answer.Code != http.StatusOK || doc.Find(".hemicycle").Length() != 2 || doc.Find(".hemicycle .seat").Length() != 3 || doc.Find("tbody tr").Length() != 3 {
			t.Fatalf("%d: %d diagrams, %d seats, %d rows", answer.Code, doc.Find(".hemicycle").Length(), doc.Find(".hemicycle .seat").Length(), doc.Find("tbody tr").Length())
		}
		rows := doc.Find("tbody tr")
		for i, want := range []string{"Opposed Vote, November 20, 2026 Voted <no>. javascript:alert(1)", "Silent written to since the week of November 23, 2026", "Silent"} {
			if got := said(rows.Eq(i)); !strings.Contains(got, want) {
				t.Errorf("row %d says %q, want %q", i, got, want)
			}
		}
		if doc.Find(`tbody a[href^="javascript"]`).Length() > 0 {
			t.Error("a source that is no address on the web is a link")
		}
		if got := said(parsed(t, send(h, http.MethodGet, "/petitions/"+campaign.Slug+"/progress", "")).Find("section[aria-labelledby=positions]")); !strings.Contains(got, "1 silent, 1 opposed.") {
			t.Errorf("the progress page says %q", got)
		}
	})
}
