package partners_test

import (
	"context"
	"testing"

	"statehouse/internal/fault"
	"statehouse/internal/partners"
	"statehouse/internal/testkit"
	"statehouse/models"
)

func staff(t *testing.T, db *models.DB, name string, role models.Role, state string) models.Actor {
	t.Helper()
	u := models.User{Name: name, Email: name + "@example.org", Role: role, State: state, CreatedAt: testkit.Now}
	if err := db.Write(t.Context(), func(tx *models.Tx) error { return models.AddUser(t.Context(), tx, &u) }); err != nil {
		t.Fatal(err)
	}
	return models.Actor{User: &u}
}

func on(t *testing.T, db *models.DB, c models.Campaign) int {
	t.Helper()
	list, err := models.PartnersOf(context.Background(), db.Read(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func TestAdminsKeepPartnersAndOrganizersOfTheStateAttachThem(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, c, acts := t.Context(), testkit.MakeCampaign(t, db), partners.New(db, testkit.NewClock().Now)
		admin, here, far := staff(t, db, "ana", models.RoleAdmin, ""), staff(t, db, "here", models.RoleOrganizer, "az"), staff(t, db, "far", models.RoleOrganizer, "hi")
		f := partners.Form{Name: "Partner One", Website: "partner.example.org", Policy: "https://partner.example.org/privacy", Email: "office@partner.example.org"}
		if _, err := acts.Add(ctx, here, f); !fault.Is(err, fault.Forbidden) {
			t.Errorf("added by an organizer: %v", err)
		}
		_, err := acts.Add(ctx, admin, partners.Form{Website: "none", Policy: "http://partner.example.org", Email: "no"})
		for _, field := range []string{"name", "site", "policy", "email"} {
			if fault.Of(err).Fields[field] == "" {
				t.Errorf("nothing is said of %s: %v", field, err)
			}
		}
		ref, err := acts.Add(ctx, admin, f)
		if err != nil {
			t.Fatal(err)
		}
		if err := acts.Attach(ctx, far, c.Slug, ref); !fault.Is(err, fault.NotFound) {
			t.Errorf("attached from another state: %v", err)
		}
		for range 2 { // off and on again
			if err := acts.Attach(ctx, here, c.Slug, ref); err != nil || on(t, db, c) != 1 {
				t.Fatalf("%v, %d", err, on(t, db, c))
			}
			if err := acts.Attach(ctx, here, c.Slug, ref); !fault.Is(err, fault.Conflict) {
				t.Errorf("attached twice: %v", err)
			}
			if err := acts.Detach(ctx, here, c.Slug, ref); err != nil || on(t, db, c) != 0 {
				t.Fatalf("%v, %d", err, on(t, db, c))
			}
			if err := acts.Detach(ctx, here, c.Slug, ref); !fault.Is(err, fault.Conflict) {
				t.Errorf("detached twice: %v", err)
			}
		}
		f.Email, f.Version = "post@partner.example.org", 1
		if err := acts.Change(ctx, admin, ref, f); err != nil {
			t.Fatal(err)
		}
		f.Policy = "https://partner.example.org/new"
		if err := acts.Change(ctx, admin, ref, f); err != nil {
			t.Fatal(err)
		}
		if err := acts.Change(ctx, admin, ref, f); !fault.Is(err, fault.Conflict) {
			t.Errorf("changed by who saw an older one: %v", err)
		}
		if p, err := models.PartnerByRef(ctx, db.Read(), ref); err != nil || p.Version != 2 || p.Email != f.Email {
			t.Errorf("%+v, %v", p, err)
		}
		if err := acts.Attach(ctx, here, c.Slug, ref); err != nil {
			t.Fatal(err)
		}
		if err := acts.End(ctx, here, ref); !fault.Is(err, fault.Forbidden) {
			t.Errorf("ended by an organizer: %v", err)
		}
		if err := acts.End(ctx, admin, ref); err != nil || on(t, db, c) != 0 {
			t.Errorf("%v, %d", err, on(t, db, c))
		}
		if err := acts.Attach(ctx, here, c.Slug, ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("attached after it was ended: %v", err)
		}
	})
}
