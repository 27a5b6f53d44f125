package packets

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"statehouse/models"
)

// schema names the form of the packets that this program makes and checks.
const schema = "statehouse-packet/1"

// The files of a packet.
const (
	petitionFile   = "petition.pdf"
	signaturesFile = "signatures.csv"
	countsFile     = "counts.csv"
	manifestFile   = "manifest.json"
)

// Manifest says what a packet is and what is in it.
type Manifest struct {
	Schema   string    `json:"schema"`
	Campaign Campaign  `json:"campaign"`
	District *District `json:"district"` // null for a packet of the whole campaign
	MadeAt   time.Time `json:"made_at"`
	Versions []Version `json:"versions"`
	Counts   Counts    `json:"counts"`
	Cells    []Cell    `json:"cells"`              // as in counts.csv
	Comments []string  `json:"comments,omitempty"` // that may be shown and were chosen, without names
	Files    []File    `json:"files"`
	Sum      string    `json:"sha256"` // of this manifest with an empty sum
}

// Campaign is the campaign that a packet is about.
type Campaign struct {
	Slug  string `json:"slug"`
	State string `json:"state"`
	Topic string `json:"topic"`
	Bill  string `json:"bill"`
	URL   string `json:"url"`
}

// District is where the signers of a packet live.
type District struct {
	Chamber string `json:"chamber"`
	Code    string `json:"code"`
	Name    string `json:"name"`
}

// Version is a text that people signed, with its content address.
type Version struct {
	id      int64
	Version int       `json:"version"`
	Since   time.Time `json:"since"`
	Hash    string    `json:"sha256"`
	Texts   []Text    `json:"texts"`
}

// Text is a version in one language.
type Text struct {
	Lang    string `json:"lang"`
	Title   string `json:"title"`
	Ask     string `json:"ask"`
	Summary string `json:"summary"`
	Story   string `json:"story"`
}

// hash is the content address of the texts as they stand here.
func (v Version) hash() string {
	var texts []models.PetitionText
	for _, t := range v.Texts {
		texts = append(texts, models.PetitionText{Lang: t.Lang, Title: t.Title, Ask: t.Ask, Summary: t.Summary, Story: t.Story})
	}
	return hex.EncodeToString(models.HashTexts(texts))
}

// Counts are the signatures of a packet in their parts.
type Counts struct {
	Signatures int `json:"signatures"`
	InState    int `json:"in_state"`
	OutOfState int `json:"out_of_state"`
	Named      int `json:"named"` // chose to be named, and stand in signatures.csv
}

// File is a file beside the manifest.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Summary says in one line what a packet holds.
func (m Manifest) Summary() string {
	of := m.Campaign.Slug
	if m.District != nil {
		of += fmt.Sprintf(", %s district %s", m.District.Chamber, m.District.Code)
	}
	return fmt.Sprintf("whole and unchanged: %s, made at %s, %d signatures (%d in state, %d elsewhere), %d of them named",
		of, m.MadeAt.UTC().Format(time.RFC3339), m.Counts.Signatures, m.Counts.InState, m.Counts.OutOfState, m.Counts.Named)
}

// encode writes the manifest in the one way that Check takes.
func (m Manifest) encode() ([]byte, error) {
	m.Sum = ""
	plain, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(plain)
	m.Sum = hex.EncodeToString(sum[:])
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetIndent("", "  ")
	err = encoder.Encode(m)
	return b.Bytes(), err
}
