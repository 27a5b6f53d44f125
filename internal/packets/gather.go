package packets

import (
	"context"
	"encoding/hex"
	"io"
	"strconv"
	"strings"

	"statehouse/internal/fault"
	"statehouse/internal/smallcells"
	"statehouse/models"
)

// facts are everything that a packet says but for the names.
type facts struct {
	Manifest
	state   models.State
	title   string
	holders []models.Holder // who hold the seats of a district's packet now
	parts   []models.VersionPart
	paper   int // signatures of the campaign on paper, in no number of the packet
}

// gather reads the facts. An Invalid fault means that there are too few people.
func (p *Packets) gather(ctx context.Context, tx *models.Tx, packet *models.Packet) (f facts, err error) {
	c, err := models.CampaignByID(ctx, tx, packet.CampaignID)
	if err != nil {
		return f, err
	}
	f.state, _ = models.StateByCode(c.State)
	f.Manifest = Manifest{Schema: schema, MadeAt: p.moment(),
		Campaign: Campaign{Slug: c.Slug, State: c.State, Topic: c.Topic, Bill: c.Bill, URL: p.baseURL + "/petitions/" + c.Slug}}
	g, err := survey(ctx, tx, c.ID)
	if err != nil {
		return f, err
	}
	districtID, shown := int64(0), districtTables(g)
	if packet.DistrictID != nil {
		districtID = *packet.DistrictID
		if !shown.shows(districtID) {
			return f, fault.New(fault.Invalid, "error.packet.few")
		}
		if err := f.aim(ctx, tx, districtID); err != nil {
			return f, err
		}
	} else {
		f.Cells = shown.districtCells(g.journal)
		if f.paper, err = models.PaperCount(ctx, tx, c.ID); err != nil {
			return f, err
		}
	}
	if f.Comments, err = models.QuotedWords(ctx, tx, p.keys, c.ID, districtID, mostComments); err != nil {
		return f, err
	}
	return f, f.count(ctx, tx, c, districtID, packet.Lang)
}

// mostComments is how many comments a packet shows.
const mostComments = 200

// aim names the district and who holds its seats.
func (f *facts) aim(ctx context.Context, tx *models.Tx, districtID int64) error {
	d, err := models.DistrictByID(ctx, tx, districtID)
	if err != nil {
		return err
	}
	f.District = &District{Chamber: d.Chamber, Code: d.Code, Name: d.Name}
	f.holders, err = models.HoldersOf(ctx, tx, []int64{districtID})
	return err
}

// count reads the versions that somebody signed, and the numbers.
func (f *facts) count(ctx context.Context, tx *models.Tx, c models.Campaign, districtID int64, lang string) error {
	var err error
	if f.parts, err = models.VersionParts(ctx, tx, c.ID, districtID); err != nil {
		return err
	}
	byVersion := map[int64]int{}
	for _, part := range f.parts {
		byVersion[part.PetitionID] += part.Count
		f.Counts.Signatures += part.Count
		f.Counts.Named += part.Named
		if part.InState {
			f.Counts.InState += part.Count
		} else {
			f.Counts.OutOfState += part.Count
		}
	}
	if f.Counts.Signatures < smallcells.Fewest {
		return fault.New(fault.Invalid, "error.packet.few")
	}
	rows, err := models.VersionsOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if byVersion[row.ID] == 0 {
			continue
		}
		v := Version{id: row.ID, Version: row.Version, Since: row.CreatedAt, Hash: hex.EncodeToString(row.Hash)}
		texts, err := models.TextsOf(ctx, tx, row.ID)
		if err != nil {
			return err
		}
		for _, t := range texts {
			v.Texts = append(v.Texts, Text{Lang: t.Lang, Title: t.Title, Ask: t.Ask, Summary: t.Summary, Story: t.Story})
		}
		f.Versions = append(f.Versions, v)
	}
	text, err := models.TextOf(ctx, tx, *c.PetitionID, lang)
	f.title = text.Title
	f.Cells = append(versionCells(f.Versions, byVersion), f.Cells...)
	return err
}

// version is the number of a version.
func (f facts) version(petitionID int64) int {
	for _, v := range f.Versions {
		if v.id == petitionID {
			return v.Version
		}
	}
	return 0
}

// sign writes those who chose to be named into the list and the document, in
// one order. Nobody else's row is read.
func (p *Packets) sign(ctx context.Context, tx *models.Tx, packet *models.Packet, f facts, w io.Writer, doc *document) error {
	list, err := newTable(w, signaturesHead...)
	if err != nil {
		return err
	}
	districtID := int64(0)
	if packet.DistrictID != nil {
		districtID = *packet.DistrictID
	}
	for _, part := range f.parts {
		if part.Named == 0 {
			continue
		}
		version, place := f.version(part.PetitionID), "elsewhere"
		if part.InState {
			place = strings.ToUpper(f.Campaign.State)
		}
		doc.section(version, part, f)
		for after := int64(0); ; {
			rows, err := models.NamedSignatures(ctx, tx, packet.CampaignID, districtID, part, after, pageSize)
			if err != nil {
				return err
			}
			if len(rows) == 0 {
				break
			}
			for _, row := range rows {
				name, err := p.nameOf(row)
				if err != nil {
					return err
				}
				packet.RowsDone++
				doc.name(packet.RowsDone, name)
				if err := list.row(strconv.Itoa(packet.RowsDone), name, place, strconv.Itoa(version)); err != nil {
					return err
				}
			}
			after = rows[len(rows)-1].ID
			if err := p.db.Write(ctx, func(tx *models.Tx) error { return models.StepPacket(ctx, tx, packet, p.moment()) }); err != nil {
				return err
			}
		}
	}
	return list.end()
}

// nameOf is a supporter's name in the form that they chose.
func (p *Packets) nameOf(s models.Signature) (string, error) {
	name, err := p.keys.OpenText("signatures.name", s.Ref, s.Name)
	return models.ShownName(name, s.Display), err
}
