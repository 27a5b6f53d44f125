package delivery

import (
	"crypto/sha256"
	"encoding/binary"
	"time"

	"statehouse/internal/officehours"
	"statehouse/models"
)

// The most mails that one office gets.
const (
	MostAnHour = 30 // in its busiest hours, less in others
	MostADay   = 120
)

// ahead is how long before it goes out a mail is frozen: until then its writer
// can take it back without a trace.
const ahead = 5 * time.Minute

// slots are the times at which an office may be given mails now. In each hour of
// its own working day its share is spread evenly, each somewhere in its part of
// the hour; what was missed for long is not caught up.
func slots(o *models.Office, local, now time.Time) (list []slot) {
	hour, day := now.Truncate(time.Hour), local.Format(time.DateOnly)
	if !o.Hour.Equal(hour) {
		o.Hour, o.Slots = hour, 0
	}
	if o.Day != day {
		o.Day, o.DayMails = day, 0
	}
	share := officehours.Share(local, MostAnHour)
	for i := o.Slots; i < share && o.DayMails+len(list) < MostADay; i++ {
		part := time.Hour / time.Duration(share)
		at := hour.Add(time.Duration(i)*part + jitter(o.AddressIndex, hour, i, part))
		switch {
		case at.After(now.Add(ahead)):
			return list
		case at.After(now.Add(-ahead)):
			list = append(list, slot{number: i, at: later(at, now)})
		}
	}
	return list
}

// slot is one time in an hour at which an office gets a mail.
type slot struct {
	number int
	at     time.Time
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// jitter is where in its part of the hour a mail goes out: the same each time it
// is asked, and no pattern to who receives it.
func jitter(office []byte, hour time.Time, number int, part time.Duration) time.Duration {
	seed := binary.BigEndian.AppendUint64(append([]byte{}, office...), uint64(hour.Unix()))
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(seed, uint64(number)))
	return time.Duration(binary.BigEndian.Uint64(sum[:])%uint64(part/time.Second)) * time.Second
}

// localTime is a moment by the clock of a state's capital.
func localTime(state string, at time.Time) (time.Time, error) {
	s, _ := models.StateByCode(state)
	zone, err := time.LoadLocation(s.TimeZone)
	return at.In(zone), err
}
