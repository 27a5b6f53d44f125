package mail

import "time"

// Class says what an error of Send asks of the sender.
type Class string

const (
	RateLimited Class = "rate_limited" // too many requests: wait RetryAfter, no try is used up
	QuotaSpent  Class = "quota_spent"  // the day's or month's allowance is gone: pause until RetryAfter
	Busy        Class = "busy"         // the same key is being worked on: try again with the same key
	KeyReused   Class = "key_reused"   // the key was used with another payload: raise the alarm
	Refused     Class = "refused"      // refused for good: trying again is useless
	Forbidden   Class = "forbidden"    // key, login or sending domain not accepted: pause everything
	Unreachable Class = "unreachable"  // nothing was handed over; try later (no connection, or SMTP said "not now")
	Uncertain   Class = "uncertain"    // no clear answer: try again with the same key
	Misuse      Class = "misuse"       // the caller broke Send's rules: a fault in this program
)

// Error is every error of Send. It holds no address, name, text or secret, so it may be logged.
type Error struct {
	Class      Class
	RetryAfter time.Duration // 0: the sender chooses
	Detail     string
	Doubt      bool // the provider may have taken the messages
}

func (e *Error) Error() string {
	if e.Detail == "" {
		return "mail: " + string(e.Class)
	}
	return "mail: " + string(e.Class) + ": " + e.Detail
}
