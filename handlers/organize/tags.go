package organize

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"statehouse/models"
	"statehouse/views/organize"
)

// tagsOn are the tags that some campaigns bear, by name; chosen is the id of one.
func tagsOn(rows []models.CampaignRow, by map[int64][]models.Tag, chosen string) (list []organize.Tag) {
	for _, row := range rows {
		for _, t := range by[row.ID] {
			tag := organize.Tag{ID: strconv.FormatInt(t.ID, 10), Name: t.Name}
			if tag.Chosen = tag.ID == chosen; !slices.Contains(list, tag) {
				list = append(list, tag)
			}
		}
	}
	slices.SortFunc(list, func(a, b organize.Tag) int {
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return list
}

// namesOf are the names of a campaign's tags, and whether the chosen one is there.
func namesOf(tags []models.Tag, chosen string) (names []string, bears bool) {
	for _, t := range tags {
		names = append(names, t.Name)
		bears = bears || strconv.FormatInt(t.ID, 10) == chosen
	}
	return names, bears
}
