package journeys

import (
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
)

// TestAPacketOfAProcessThatDiedIsMadeByAnother leaves a packet as a process does
// that was killed while it wrote.
func TestAPacketOfAProcessThatDiedIsMadeByAnother(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		dead := house.Open(t, database, house.Setup{Idle: true})
		if err := dead.LoadDemo(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if _, err := dead.DB.SQL().Exec("UPDATE packets SET state = 'making', tries = 1, rows_done = 7"); err != nil {
			t.Fatal(err)
		}
		if _, err := dead.DB.SQL().Exec("INSERT INTO packet_chunks (packet_id, number, bytes) SELECT p.id, 0, t.hash FROM packets p, petitions t WHERE t.id = 1"); err != nil {
			t.Fatal(err)
		}
		alive := house.Open(t, database, house.Setup{})
		page := waitReady(t, staffVisitor(t, alive, "organizer@example.org", "organizer", ""), 1)
		if page.Has("meta[http-equiv='refresh']") {
			t.Error("the page still waits for something")
		}
	})
}
