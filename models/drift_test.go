package models_test

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm/schema"

	"statehouse/internal/testkit"
	"statehouse/models"
	"statehouse/models/migrations"
)

// records are all structs that GORM writes or reads whole.
var records = []any{
	models.Campaign{}, models.Petition{}, models.PetitionText{}, models.PetitionDraft{}, models.PetitionDraftText{}, models.PetitionReview{}, models.Affirmation{}, models.Quote{}, models.Picture{}, models.AuditEntry{}, models.AuditHead{}, models.RejectionReason{}, models.LetterVariant{}, models.TalkingPoint{}, models.LetterTest{}, models.LawCard{}, models.LawEvent{}, models.LawCriterion{}, models.LawEdit{}, models.LegislativeSession{}, models.SessionDeadline{}, models.FeatureMove{},
	models.Signature{}, models.Counts{}, models.District{}, models.ZIPDistrict{}, models.Seat{}, models.Legislator{}, models.Term{},
	models.Committee{}, models.CommitteeMember{}, models.Target{},
	models.ImportRun{}, models.Match{}, models.Candidate{}, models.Boundary{}, models.MailBatch{}, models.Mail{}, models.Gate{}, models.Suppression{},
	models.WebhookEvent{}, models.Letter{}, models.Office{}, models.Delivery{}, models.DeliveryEvent{}, models.Position{}, models.Milestone{}, models.Reached{}, models.Digest{}, models.DigestCell{}, models.LettersOnly{}, models.Link{}, models.User{}, models.Session{}, models.Device{}, models.Passkey{}, models.Ceremony{}, models.Password{}, models.RecoveryCode{}, models.SignInTry{}, models.Setting{},
	models.Update{}, models.UpdateText{}, models.UpdateMail{}, models.UpdateCap{},
	models.LetterSurvey{}, models.LetterReply{},
	models.OfficeLink{}, models.Relay{}, models.RelayCopy{}, models.Proposal{}, models.OfficeRequest{},
	models.Export{}, models.CampaignMove{}, models.Bill{}, models.BillEvent{},
	models.Packet{}, models.PacketChunk{}, models.PacketDownload{},
	models.Story{}, models.StoryText{}, models.StorySource{}, models.StoryClaim{}, models.StoryCampaign{},
	models.Comment{}, models.CommentLink{}, models.CommentDecision{}, models.CommentRead{}, models.CommentTip{}, models.CommentAnswer{},
	models.PageReport{}, models.CampaignRequest{}, models.CampaignRequestLink{}, models.Endorsement{}, models.EndorsementLink{}, models.Partner{}, models.CampaignPartner{}, models.PartnerConsent{}, models.CampaignNote{}, models.Tag{}, models.CampaignTag{}, models.Channel{},
	models.SignatureSearch{}, models.Invalidation{}, models.InvalidationPart{}, models.InvalidatedSignature{}, models.Alert{}, models.Circular{}, models.CircularMail{},
	models.PaperBatch{}, models.PaperKeying{}, models.PaperEntry{}, models.PaperRow{},
	models.VolunteerRole{}, models.RoleText{}, models.Application{}, models.ApplicationStep{}, models.Shift{}, models.ShiftPlace{}, models.ShiftNotice{},
	models.VolunteerRole{}, models.RoleText{}, models.Application{}, models.ApplicationStep{}, models.Shift{}, models.ShiftPlace{}, models.ShiftNotice{}, models.ShiftMessage{},
}

func TestEveryFieldHasItsColumnAndEveryColumnItsField(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		for _, record := range records {
			parsed, err := schema.Parse(record, &sync.Map{}, schema.NamingStrategy{})
			if err != nil {
				t.Fatal(err)
			}
			var fields []string
			for _, f := range parsed.Fields {
				fields = append(fields, f.DBName)
			}
			columns := columnsOf(t, db, parsed.Table)
			slices.Sort(fields)
			if !slices.Equal(fields, columns) {
				t.Errorf("%s:\nfields  %v\ncolumns %v", parsed.Table, fields, columns)
			}
		}
	})
}

func columnsOf(t *testing.T, db *models.DB, table string) []string {
	t.Helper()
	query := "SELECT name FROM pragma_table_info('" + table + "') ORDER BY name"
	if db.Dialect == models.Postgres {
		query = "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '" + table + "' ORDER BY column_name"
	}
	rows, err := db.SQL().QueryContext(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func TestBothDialectsHaveTheSameMigrationsTablesAndConstraints(t *testing.T) {
	t.Parallel()
	names := func(dialect string) []string {
		files, err := fs.Glob(migrations.Files, dialect+"/*.sql")
		if err != nil || len(files) == 0 {
			t.Fatalf("no migrations for %s: %v", dialect, err)
		}
		for i := range files {
			files[i] = strings.TrimPrefix(files[i], dialect+"/")
		}
		return files
	}
	pg, lite := names("postgres"), names("sqlite")
	if !slices.Equal(pg, lite) {
		t.Fatalf("postgres has %v, sqlite has %v", pg, lite)
	}
	before := map[string]bool{}
	for _, name := range pg {
		p, _ := fs.ReadFile(migrations.Files, "postgres/"+name)
		l, _ := fs.ReadFile(migrations.Files, "sqlite/"+name)
		want, got := checks(string(p)), checks(string(l))
		if !slices.Equal(without(want, before), without(got, before)) {
			t.Errorf("%s: checks and uniques differ:\n%v\n%v", name, want, got)
		}
		for _, line := range got {
			before[line] = true
		}
	}
}

// without leaves out what earlier migrations say: SQLite says it again where a
// table must be made anew to change one column.
func without(lines []string, before map[string]bool) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return before[line] })
}

// checks are the lines of a migration that refuse rows, from that word on.
func checks(sql string) []string {
	var lines []string
	for _, line := range strings.Split(sql, "\n") {
		if strings.Contains(line, "CHECK") || strings.Contains(line, "UNIQUE") {
			line = strings.NewReplacer("bigint", "integer", "bytea", "blob").Replace(line)
			if i := strings.Index(line, "CHECK"); i >= 0 {
				line = line[i:]
			}
			lines = append(lines, strings.TrimRight(strings.TrimSpace(line), ",;"))
		}
	}
	return lines
}

func TestTheSQLListsTheStatesThatTheModelsList(t *testing.T) {
	t.Parallel()
	sql := ""
	files, err := fs.Glob(migrations.Files, "postgres/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		part, err := fs.ReadFile(migrations.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		sql += string(part)
	}
	for name, list := range map[string]string{
		"campaign statuses": quoted(models.CampaignStatuses),
		"signature states":  quoted(models.SignatureStates),
		"mail states":       quoted(models.MailStates),
		"displays":          quoted(models.Displays),
		"roles":             quoted(models.Roles),
		"session states":    quoted(models.SessionStates),
		"password states":   quoted(models.PasswordStates),
		"sign-in methods":   quoted(models.SignInMethods),
		"browsers":          quoted(models.Browsers),
		"systems":           quoted(models.Systems),
		"packet states":     quoted(models.PacketStates),
		"packet scopes":     quoted(models.PacketScopes),
		"update states":     quoted(models.UpdateStates),
		"audiences":         quoted(models.Audiences),
		"what came back":    quoted(models.AnsweredKinds),
		"what it said":      quoted(models.ToldPositions),
		"proposals":         quoted(models.ProposalStates),
		"proposed stances":  quoted(models.ProposedStances),
		"offices' requests": quoted(models.RequestKinds),
		"exports":           quoted(models.ExportKinds),
		"kinds of sessions": quoted(models.SessionKinds),
		"review decisions":  quoted(models.ReviewDecisions),
		"stances":           quoted(models.Stances),
		"kinds of evidence": quoted(models.Evidences),
		"delivery kinds":    quoted(models.DeliveryKinds),
		"milestone scopes":  quoted(models.MilestoneScopes),
		"event kinds":       quoted(models.EventKinds),
		"event sources":     quoted(models.EventSources),
		"topics":            quoted(models.Topics),
		"dates of events":   quoted(models.DatedKinds),
		"law statuses":      quoted(models.LawStatuses),
		"story statuses":    quoted(models.StoryStatuses),
		"batches of paper":  quoted(models.PaperStates),
		"rows of paper":     quoted(models.PaperRowStates),
		"page reasons":      quoted(models.PageReasons),
		"report states":     quoted(models.ReportStates),
		"report outcomes":   "''," + quoted(models.ReportOutcomes),
		"comment states":    quoted(models.CommentStates),
		"decision kinds":    quoted(models.DecisionKinds),
		"grades":            quoted(models.Grades),
		"kinds of edits":    quoted(models.LawEditKinds),
		"match methods":     quoted(models.MatchMethods),
		"candidate methods": quoted(models.CandidateMethods),
		"applications":      quoted(models.ApplicationStates),
		"volunteer work":    quoted(models.RoleKinds),
		"places on shifts":  quoted(models.PlaceStates),
		"attendances":       quoted(models.Attendances),
		"notices":           quoted(models.NoticeKinds),
	} {
		if !strings.Contains(sql, "IN ("+list+")") {
			t.Errorf("no CHECK lists the %s: %s", name, list)
		}
	}
}

func quoted[S ~string](values []S) string {
	var out []string
	for _, v := range values {
		out = append(out, "'"+string(v)+"'")
	}
	return strings.Join(out, ",")
}
