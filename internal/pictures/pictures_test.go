package pictures_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"statehouse/internal/fault"
	"statehouse/internal/pictures"
	"statehouse/internal/testkit"
	"statehouse/models"
)

var ctx = context.Background()

// gradient is dark on the left and light on the right.
func gradient(width, height int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			shade := uint8(x * 255 / width)
			img.Set(x, y, color.RGBA{shade, shade, shade, 255})
		}
	}
	return img
}

// photograph is a JPEG with what a camera notes: that it was held on its side, and
// where.
func photograph(t *testing.T, img image.Image, orientation uint16, note string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	exif = binary.BigEndian.AppendUint16(exif, orientation)
	exif = append(exif, 0, 0, 0, 0, 0, 0)
	exif = append(exif, note...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(exif)+2))
	return append(append(append([]byte{0xff, 0xd8}, segment...), exif...), b.Bytes()[2:]...)
}

func desk(t *testing.T, db *models.DB) (*pictures.Pictures, models.User, models.User) {
	t.Helper()
	users := []models.User{{Email: "one@example.org", Name: "One", Role: models.RoleOrganizer, State: "az", CreatedAt: testkit.Now}, {Email: "two@example.org", Name: "Two", Role: models.RoleModerator, CreatedAt: testkit.Now}}
	if err := db.Write(ctx, func(tx *models.Tx) error {
		for i := range users {
			users[i].ID = 0
			if err := models.AddUser(ctx, tx, &users[i]); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return pictures.New(db, testkit.NewClock().Now), users[0], users[1]
}

func TestAPictureIsTurnedUprightMadeSmallAndKeepsNoPlace(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		acts, one, _ := desk(t, db)
		kept, err := acts.Add(ctx, one, bytes.NewReader(photograph(t, gradient(3200, 1200), 6, "GPS 33.4484 -112.0740")))
		if err != nil {
			t.Fatal(err)
		}
		stored, err := models.PictureByName(ctx, db.Read(), kept.Name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(stored.Data, []byte("GPS")) || bytes.Contains(stored.Data, []byte("Exif")) {
			t.Error("what the camera noted is still there")
		}
		img, err := jpeg.Decode(bytes.NewReader(stored.Data))
		if err != nil {
			t.Fatal(err)
		}
		if size := img.Bounds().Size(); size != (image.Point{600, 1600}) || stored.Width != 600 || stored.Height != 1600 {
			t.Errorf("it is %v, and said to be %d by %d", size, stored.Width, stored.Height)
		}
		top, _, _, _ := img.At(300, 10).RGBA()
		bottom, _, _, _ := img.At(300, 1590).RGBA()
		if top > bottom {
			t.Errorf("turned the wrong way: %d above, %d below", top, bottom)
		}
		again, err := acts.Add(ctx, one, bytes.NewReader(photograph(t, gradient(3200, 1200), 6, "elsewhere")))
		if err != nil || again.Name != kept.Name {
			t.Errorf("the same picture has another name: %v", err)
		}
	})
}

func TestWhatIsNoPictureOrTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		acts, one, _ := desk(t, db)
		bomb := image.NewPaletted(image.Rect(0, 0, 9000, 9000), color.Palette{color.Black})
		var packed bytes.Buffer
		if err := png.Encode(&packed, bomb); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			raw  string
			want string
		}{
			"a program":            {"<svg onload=alert(1)>", "error.picture.kind"},
			"nothing":              {"", "error.picture.kind"},
			"cut off":              {string(photograph(t, gradient(64, 64), 1, "")[:300]), "error.picture.kind"},
			"many bytes":           {strings.Repeat("x", pictures.MaxBytes+1), "error.picture.large"},
			"few bytes, many dots": {packed.String(), "error.picture.large"},
		} {
			if _, err := acts.Add(ctx, one, strings.NewReader(c.raw)); fault.Of(err).Fields["file"] != c.want {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestWhoBroughtAPictureRemovesIt(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		acts, one, two := desk(t, db)
		kept, err := acts.Add(ctx, one, bytes.NewReader(photograph(t, gradient(64, 64), 1, "")))
		if err != nil {
			t.Fatal(err)
		}
		if err := acts.Remove(ctx, models.Actor{User: &two}, kept.Name); !fault.Is(err, fault.NotFound) {
			t.Errorf("by another: %v", err)
		}
		if err := acts.Remove(ctx, models.Actor{User: &one}, kept.Name); err != nil {
			t.Fatal(err)
		}
		if _, err := models.PictureByName(ctx, db.Read(), kept.Name); !fault.Is(err, fault.NotFound) {
			t.Errorf("afterwards: %v", err)
		}
		if list, err := models.PicturesOf(ctx, db.Read(), one.ID, 10); err != nil || len(list) != 0 {
			t.Errorf("listed are %d, %v", len(list), err)
		}
	})
}
