package models

import (
	"context"
	"slices"
	"strings"
	"unicode"
)

// mostWords is how many words of a text are looked for.
const mostWords = 16

// SimilarCampaigns lists the public campaigns of a state whose text shares words
// with a text, the likest first, in English unless they have none. It is a
// full-text search on both databases, with stems: "charged" finds "charge".
func SimilarCampaigns(ctx context.Context, tx *Tx, state, text, lang string, limit int) ([]CampaignRow, error) {
	words := searchWords(withoutState(text, state))
	if len(words) == 0 {
		return nil, nil
	}
	found := `SELECT petition_id FROM petition_words WHERE petition_words MATCH ? ORDER BY bm25(petition_words, 4, 2, 1)`
	asked := `"` + strings.Join(words, `" OR "`) + `"`
	if tx.Dialect == Postgres {
		found = `SELECT petition_id FROM petition_texts, to_tsquery('english', ?) q WHERE to_tsvector('english', title || ' ' || ask || ' ' || summary) @@ q
ORDER BY ts_rank(to_tsvector('english', title || ' ' || ask || ' ' || summary), q) DESC`
		asked = strings.Join(words, " | ")
	}
	ids, err := rowsOf[int64](ctx, tx, found+" LIMIT 500", asked)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	rows, err := rowsOf[CampaignRow](ctx, tx, "SELECT c.*, p.version, t.title, t.ask, t.summary, n.in_state, n.out_of_state, n.pending, 0 AS recent "+
		campaignRows+" WHERE c.state = ? AND c.status IN ? AND c.petition_id IN ?", lang, state, PublicStatuses, ids)
	slices.SortStableFunc(rows, func(a, b CampaignRow) int {
		return slices.Index(ids, *a.PetitionID) - slices.Index(ids, *b.PetitionID)
	})
	return rows[:min(limit, len(rows))], err
}

// withoutState takes the name of the state out of a text, which every petition
// of the state shares.
func withoutState(text, code string) string {
	state, _ := StateByCode(code)
	text = strings.ToLower(text)
	for _, name := range []string{state.Name, state.NameIn("es")} {
		if name != "" {
			text = strings.ReplaceAll(text, strings.ToLower(name), " ")
		}
	}
	return text
}

// searchWords are the distinct words of a text that say something: letters and
// digits alone, at least four of them.
func searchWords(text string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len([]rune(word)) >= 4 && !slices.Contains(words, word) && len(words) < mostWords {
			words = append(words, word)
		}
	}
	return words
}
