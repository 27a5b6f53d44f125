package packets

import (
	"runtime"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/models"
)

// many is the size of a campaign at which a packet must stay small in memory.
const many = 50_000

// mostMemory is how much the heap may grow meanwhile.
const mostMemory = 200 << 20

// largest runs fn and returns by how much the heap grew at most.
func largest(fn func()) uint64 {
	var start, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&start)
	done, result := make(chan struct{}), make(chan uint64)
	go func() {
		top := start.HeapAlloc
		for {
			runtime.ReadMemStats(&now)
			top = max(top, now.HeapAlloc)
			select {
			case <-done:
				result <- top - start.HeapAlloc
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	fn()
	close(done)
	return <-result
}

// TestALargePacketTakesLittleMemory does not run beside others: the heap is
// everybody's.
func TestALargePacketTakesLittleMemory(t *testing.T) {
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			url := testkit.SQLiteURL
			if kind == "postgres" {
				url = testkit.PostgresURL
			}
			d := openDesk(t, testkit.OpenDB(t, url(t)))
			d.sign(signers{count: many, name: "Full", display: models.DisplayFull})
			packet := d.ask(0)
			grown := largest(func() {
				if err := d.packets.Make(t.Context(), packet.ID); err != nil {
					t.Fatal(err)
				}
			})
			packet = d.read(packet)
			t.Logf("%d signatures: %d MB of heap, file of %d KB", many, grown>>20, packet.Size>>10)
			if packet.State != models.PacketReady || packet.RowsDone != many {
				t.Fatalf("%s with %d rows", packet.State, packet.RowsDone)
			}
			if grown > mostMemory {
				t.Errorf("the heap grew by %d MB", grown>>20)
			}
			if size := packet.Size / models.PacketChunkSize; size < 2 {
				t.Errorf("only %d chunks: this measures nothing", size)
			}
		})
	}
}

func BenchmarkMake(b *testing.B) {
	d := openDesk(b, testkit.OpenDB(b, testkit.SQLiteURL(b)))
	d.sign(signers{count: many, name: "Full", display: models.DisplayFull})
	for b.Loop() {
		packet := d.ask(0)
		grown := largest(func() {
			if err := d.packets.Make(b.Context(), packet.ID); err != nil {
				b.Fatal(err)
			}
		})
		b.ReportMetric(float64(grown>>20), "MB")
	}
}
