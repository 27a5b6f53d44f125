package main

import (
	"archive/zip"
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"statehouse/internal/jobs"
	"statehouse/internal/packets"
	"statehouse/internal/testkit"
	"statehouse/models"
)

type noJobs struct{}

func (noJobs) Add(context.Context, *models.Tx, ...jobs.Job) error { return nil }

// packetFile is a packet of six people as its organizer downloads it.
func packetFile(t *testing.T) []byte {
	t.Helper()
	db, clock := testkit.OpenDB(t, testkit.SQLiteURL(t)), testkit.NewClock()
	c := testkit.MakeCampaign(t, db)
	for range 6 {
		testkit.MakeSignature(t, db, testkit.Keys(), c, func(s *testkit.Signer) { s.Display = models.DisplayFull })
	}
	user := models.User{Email: "organizer@example.org", Name: "Olga Organizer", Role: models.RoleOrganizer, CreatedAt: testkit.Now}
	if err := db.Write(t.Context(), func(tx *models.Tx) error { return models.AddUser(t.Context(), tx, &user) }); err != nil {
		t.Fatal(err)
	}
	acts := packets.New(db, testkit.Keys(), noJobs{}, "https://statehouse.example.org", clock.Now)
	packet, err := acts.Ask(t.Context(), models.Actor{User: &user}, c.Slug, 0, "en")
	if err == nil {
		err = acts.Make(t.Context(), packet.ID)
	}
	if err == nil {
		packet, err = models.PacketByID(t.Context(), db.Read(), packet.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := acts.Copy(t.Context(), &file, packet, func() {}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestVerifyChecksAPacketWithoutADatabase(t *testing.T) {
	t.Parallel()
	dir, file := t.TempDir(), packetFile(t)
	whole := write(t, dir, "packet.zip", file)
	got := say(t, nil, "verify", whole)
	if got.code != success || got.err != "" || !strings.HasPrefix(got.out, "whole and unchanged: az-") || strings.Count(got.out, "\n") != 1 ||
		!strings.Contains(got.out, "6 signatures (6 in state, 0 elsewhere), 6 of them named") {
		t.Errorf("%+v", got)
	}
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.File {
		start, err := f.DataOffset()
		if err != nil {
			t.Fatal(err)
		}
		changed := bytes.Clone(file)
		changed[start+int64(f.CompressedSize64/2)] ^= 1
		got := say(t, nil, "verify", write(t, dir, "changed.zip", changed))
		if got.code != failure || !isSentence(got.err) || !strings.HasPrefix(got.out, f.Name+" was changed") || !strings.Contains(got.err, f.Name) {
			t.Errorf("%s: %+v", f.Name, got)
		}
	}
	for _, name := range []string{filepath.Join(dir, "none.zip"), dir, write(t, dir, "text.zip", []byte("no archive"))} {
		if got := say(t, nil, "verify", name); got.code != failure || !isSentence(got.err) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
