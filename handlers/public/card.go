package public

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/i18n"
	"statehouse/internal/sharecard"
	"statehouse/models"
)

// cards keeps the share images that were drawn, by what they say.
type cards struct {
	mu    sync.Mutex
	drawn map[sharecard.Card][]byte
}

func newCards() *cards { return &cards{drawn: map[sharecard.Card][]byte{}} }

// cardsKept bounds the memory: a card is about 15 KB.
const cardsKept = 200

func (k *cards) draw(c sharecard.Card) ([]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if data, ok := k.drawn[c]; ok {
		return data, nil
	}
	data, err := sharecard.PNG(c)
	if err != nil {
		return nil, err
	}
	if len(k.drawn) >= cardsKept {
		clear(k.drawn)
	}
	k.drawn[c] = data
	return data, nil
}

// GET /petitions/:slug/card.png is the picture that goes with a shared petition.
func (d Door) card(c echo.Context) error {
	ctx := c.Request().Context()
	row, err := models.CampaignRowBySlug(ctx, d.DB.Read(), c.Param("slug"), web.Lang(c))
	if err != nil {
		return err
	}
	item := campaignItem(c, row)
	card := sharecard.Card{
		Site: i18n.T(ctx, "common.site"), Kicker: item.StateName + " · " + i18n.T(ctx, "petition.topic."+item.Topic), Title: item.Title,
		Count: i18n.Number(ctx, item.Counted()) + " " + i18n.N(ctx, "petition.signed_by", item.Counted()),
	}
	if item.Goal > 0 {
		card.Part = float64(item.Counted()) / float64(item.Goal)
	}
	data, err := d.cards.draw(card)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	etag := fmt.Sprintf("%q", hex.EncodeToString(sum[:12]))
	h := c.Response().Header()
	h.Set("ETag", etag)
	h.Set("Cache-Control", "public, max-age=300")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	if strings.Contains(c.Request().Header.Get("If-None-Match"), etag) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, "image/png", data)
}
