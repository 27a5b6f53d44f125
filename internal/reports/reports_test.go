package reports

import (
	"strings"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

func staff(t *testing.T, db *models.DB, name string) models.User {
	t.Helper()
	user := models.User{Name: name, Email: name + "@example.org", Role: models.RoleModerator, CreatedAt: testkit.Now}
	if err := db.Write(t.Context(), func(tx *models.Tx) error { return models.AddUser(t.Context(), tx, &user) }); err != nil {
		t.Fatal(err)
	}
	return user
}

func waiting(t *testing.T, db *models.DB) []models.PageReport {
	t.Helper()
	rows, err := models.WaitingPageReports(t.Context(), db.Read(), 10)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestAReportIsTakenBySomebodyAndSettledOnce(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, ctx := desk.Open(t, db), t.Context()
		r := New(db, d.Keys, d.Clock.Now)
		one, two := staff(t, db, "one"), staff(t, db, "two")
		for _, f := range []Form{{Path: "/states/az?as_of=2015-01-01", Reason: "wrong", Note: "A canaryword.", Email: "canary@example.org", Lang: "es"}, {Path: "/stories/x", Reason: "unsafe", Lang: "en"}} {
			if err := r.Take(ctx, f); err != nil {
				t.Fatal(err)
			}
		}
		rows := waiting(t, db)
		if len(rows) != 2 || rows[0].Reason != models.PageUnsafe || !rows[0].DueAt.Equal(testkit.Now.Add(4*time.Hour)) || !rows[1].DueAt.Equal(testkit.Now.Add(48*time.Hour)) || rows[1].Path != "/states/az" {
			t.Fatalf("%+v", rows)
		}
		if strings.Contains(string(rows[1].Note)+string(rows[1].Email), "canary") {
			t.Error("words are not sealed")
		}
		ref := rows[1].Ref
		if _, _, err := r.Open(ctx, one, ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("read without taking it: %v", err)
		}
		if err := r.Claim(ctx, one, ref); err != nil {
			t.Fatal(err)
		}
		if err := r.Claim(ctx, two, ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("two have it: %v", err)
		}
		if err := r.Settle(ctx, two, ref, "kept", ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("settled by who has it not: %v", err)
		}
		if err := r.Settle(ctx, one, ref, "forgotten", strings.Repeat("x", 1001)); fault.Of(err).Fields["outcome"] == "" || fault.Of(err).Fields["remark"] == "" {
			t.Errorf("no such outcome: %v", err)
		}
		if _, words, err := r.Open(ctx, one, ref); err != nil || words.Note != "A canaryword." || words.Email != "canary@example.org" {
			t.Errorf("%+v, %v", words, err)
		}
		if err := r.Release(ctx, one, ref); err != nil {
			t.Fatal(err)
		}
		if err := r.Claim(ctx, two, ref); err != nil {
			t.Fatal(err)
		}
		d.Clock.Advance(models.ClaimLife)
		if err := r.Claim(ctx, one, ref); err != nil {
			t.Errorf("a claim never ends: %v", err)
		}
		if err := r.Settle(ctx, one, ref, "mended", "Canaryremark."); err != nil {
			t.Fatal(err)
		}
		if err := r.Claim(ctx, two, ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("a settled one is taken again: %v", err)
		}
		if row, words, err := r.Open(ctx, two, ref); err != nil || row.Outcome != models.ReportMended || words.Remark != "Canaryremark." || len(waiting(t, db)) != 1 {
			t.Errorf("%+v, %+v, %v", row, words, err)
		}
		d.Verify()
	})
}

func TestWordsOfAReportAreForgottenAfterNinetyDaysOrWithTheirPerson(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, ctx := desk.Open(t, db), t.Context()
		r := New(db, d.Keys, d.Clock.Now)
		for _, email := range []string{"ada@example.org", "", "b.en+x@example.org"} {
			if err := r.Take(ctx, Form{Path: "/", Reason: "other", Note: "Words.", Email: email, Lang: "en"}); err != nil {
				t.Fatal(err)
			}
		}
		empty := func() (n int) {
			for _, row := range waiting(t, db) {
				if len(row.Note)+len(row.Email)+len(row.EmailIndex) == 0 && row.EmptiedAt != nil {
					n++
				}
			}
			return n
		}
		email, _ := models.ParseEmail("ben+y@example.org")
		if err := db.Write(ctx, func(tx *models.Tx) error {
			return models.ErasePageReports(ctx, tx, models.PageReportIndex(d.Keys, email), testkit.Now)
		}); err != nil {
			t.Fatal(err)
		}
		if n := empty(); n != 0 {
			t.Errorf("another mailbox's erasing emptied %d", n)
		}
		email, _ = models.ParseEmail("ada@example.org")
		if err := db.Write(ctx, func(tx *models.Tx) error {
			return models.ErasePageReports(ctx, tx, models.PageReportIndex(d.Keys, email), testkit.Now)
		}); err != nil {
			t.Fatal(err)
		}
		d.Clock.Advance(models.KeepPageReport - time.Second)
		if err := r.Sweep(ctx); err != nil || empty() != 1 {
			t.Errorf("%d are empty before their time, %v", empty(), err)
		}
		d.Clock.Advance(time.Second)
		if err := r.Sweep(ctx); err != nil || empty() != 3 || len(waiting(t, db)) != 3 {
			t.Errorf("%d are empty after it, %v", empty(), err)
		}
	})
}

func TestAReportNamesAPublicPageAndOneOfItsReasons(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	d := desk.Open(t, db)
	err := New(db, d.Keys, d.Clock.Now).Take(t.Context(), Form{Path: "/my-data/secret", Reason: "because", Note: strings.Repeat("x", 1001), Email: "no", Trap: "filled"})
	for _, field := range []string{"path", "reason", "note", "email", "website"} {
		if fault.Of(err).Fields[field] == "" {
			t.Errorf("nothing is said of %s: %v", field, err)
		}
	}
	for address, want := range map[string]string{
		"/": "/", "/states/az?as_of=2015": "/states/az", "/stories/x#comments": "/stories/x", "/petitions/az-safe-harbor": "/petitions/az-safe-harbor",
		"": "", "states": "", "//evil.example.org/": "", "https://evil.example.org/": "", "/s/token": "", "/letters/token": "", "/comments/token": "", "/organize": "", "/volunteering/t": "",
		"/stories//x": "", "/stories/<b>": "", "/stories/ x": "", "/" + strings.Repeat("x", 300): "",
	} {
		if got, ok := models.ReportedPath(address); ok != (want != "") || ok && got != want {
			t.Errorf("%q → %q, %v", address, got, ok)
		}
	}
}
