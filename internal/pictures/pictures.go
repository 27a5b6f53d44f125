// Package pictures takes pictures from staff for their texts: turned upright, made
// small, and without anything that a camera noted in them.
package pictures

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"image"
	_ "image/png" // read too
	"io"
	"time"

	"github.com/disintegration/imaging"
	_ "golang.org/x/image/webp" // read too

	"statehouse/internal/fault"
	"statehouse/models"
)

// The bounds of a picture: bytes and pixels as it is brought, and the longest
// side in pixels as it is kept.
const (
	MaxBytes  = 8 << 20
	maxPixels = 40_000_000
	side      = 1600
	quality   = 82
)

// Pictures does the acts.
type Pictures struct {
	db  *models.DB
	now func() time.Time
	one chan struct{} // a picture is unpacked at a time: each takes up to 160 MB
}

// New makes the acts.
func New(db *models.DB, now func() time.Time) *Pictures {
	return &Pictures{db: db, now: now, one: make(chan struct{}, 1)}
}

// Add keeps a JPEG, PNG or WebP picture, drawn anew: its pixels stay, and where
// and when it was taken goes. Faults: Invalid with the field file.
func (p *Pictures) Add(ctx context.Context, by models.User, file io.Reader) (picture models.Picture, err error) {
	defer fault.Wrap(&err, "pictures.Add")
	raw, err := io.ReadAll(io.LimitReader(file, MaxBytes+1))
	if err != nil {
		return picture, err
	}
	if len(raw) > MaxBytes {
		return picture, fault.Fields(map[string]string{"file": "error.picture.large"})
	}
	select {
	case p.one <- struct{}{}:
		defer func() { <-p.one }()
	case <-ctx.Done():
		return picture, ctx.Err()
	}
	drawn, err := draw(raw)
	if err != nil {
		return picture, err
	}
	var b bytes.Buffer
	if err := imaging.Encode(&b, drawn, imaging.JPEG, imaging.JPEGQuality(quality)); err != nil {
		return picture, err
	}
	sum := sha256.Sum256(b.Bytes())
	picture = models.Picture{Name: hex.EncodeToString(sum[:]), UserID: by.ID, Width: drawn.Bounds().Dx(), Height: drawn.Bounds().Dy(), Data: b.Bytes(), CreatedAt: models.Moment(p.now())}
	return picture, p.db.Write(ctx, func(tx *models.Tx) error { return models.AddPicture(ctx, tx, picture) })
}

// draw reads a picture upright and at most side pixels wide and high, on white.
func draw(raw []byte) (image.Image, error) {
	config, _, err := image.DecodeConfig(bytes.NewReader(raw))
	switch {
	case err != nil:
		return nil, fault.Fields(map[string]string{"file": "error.picture.kind"})
	case config.Width*config.Height > maxPixels:
		return nil, fault.Fields(map[string]string{"file": "error.picture.large"})
	}
	read, err := imaging.Decode(bytes.NewReader(raw), imaging.AutoOrientation(true))
	if err != nil {
		return nil, fault.Fields(map[string]string{"file": "error.picture.kind"})
	}
	small := imaging.Fit(read, side, side, imaging.Lanczos)
	white := imaging.New(small.Bounds().Dx(), small.Bounds().Dy(), image.White.C)
	return imaging.Overlay(white, small, image.Point{}, 1), nil
}

// Remove forgets a picture wherever it stands; who brought it may, and admins.
// Faults: NotFound.
func (p *Pictures) Remove(ctx context.Context, actor models.Actor, name string) (err error) {
	defer fault.Wrap(&err, "pictures.Remove")
	return p.db.Write(ctx, func(tx *models.Tx) error {
		picture, err := models.PictureByName(ctx, tx, name)
		if err == nil && picture.UserID != actor.User.ID && !actor.MayOperate() {
			err = fault.New(fault.NotFound, "error.not_found")
		}
		if err != nil {
			return err
		}
		return models.RemovePicture(ctx, tx, name, models.Moment(p.now()))
	})
}
