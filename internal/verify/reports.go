package verify

import (
	"bytes"

	"statehouse/models"
)

// pageReport opens what is sealed of a report, and makes its blind index again.
func (v *view) pageReport(r models.PageReport) {
	words, err := r.Open(v.keys)
	if err != nil {
		v.note("report %d: its sealed fields do not open", r.ID)
		return
	}
	if words.Email == "" || r.EmailIndex == nil { // the check of reports says so
		return
	}
	if email, err := models.ParseEmail(words.Email); err != nil || !bytes.Equal(r.EmailIndex, models.PageReportIndex(v.keys, email)) {
		v.note("report %d: its blind index is not its address's", r.ID)
	}
}
