package mail

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
)

// Outbox keeps every message as a complete .eml file in a folder instead of sending it.
type Outbox struct {
	Now func() time.Time // stamps files and Date headers; time.Now unless set

	dir  string
	mu   sync.Mutex
	refs map[string]bool // written already, as of read
	read time.Time       // the folder's time when refs was read or last added to
}

// NewOutbox makes dir where it is missing, for its owner alone: the files hold addresses.
func NewOutbox(dir string) (*Outbox, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("mail: outbox: %w", err)
	}
	return &Outbox{Now: time.Now, dir: dir}, nil
}

// Name is "outbox".
func (o *Outbox) Name() string { return "outbox" }

// BatchSize is 1.
func (o *Outbox) BatchSize() int { return 1 }

// Send writes one file that survives a power cut once Send returns. A message whose ref
// is there already is not written again. The receipt holds the ref; the key is not used.
func (o *Outbox) Send(ctx context.Context, key string, ms []Message) ([]Receipt, error) {
	if err := admit(o, key, ms); err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, &Error{Class: Unreachable, Detail: "cancelled"}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.write(ms[0]); err != nil {
		return nil, &Error{Class: Unreachable, Detail: "outbox: " + diskReason(err)}
	}
	return []Receipt{{ProviderID: ms[0].Ref}}, nil
}

func (o *Outbox) write(m Message) error {
	if err := o.refresh(); err != nil || o.refs[m.Ref] {
		return err
	}
	now := o.Now().UTC()
	msg, err := compose(m, now)
	if err != nil {
		return err
	}
	var eml bytes.Buffer
	if _, err := msg.WriteTo(&eml); err != nil {
		return err
	}
	if err := writeWhole(o.dir, fileName(m, now), eml.Bytes()); err != nil {
		return err
	}
	o.refs[m.Ref] = true
	return o.stamp()
}

// refresh reads the folder again when somebody else, such as a second worker, changed it.
func (o *Outbox) refresh() error {
	info, err := os.Stat(o.dir)
	if err != nil || (o.refs != nil && info.ModTime().Equal(o.read)) {
		return err
	}
	names, err := outboxNames(o.dir)
	if err != nil {
		return err
	}
	o.refs = make(map[string]bool, len(names))
	for _, name := range names {
		o.refs[entryOf(name).Ref] = true
	}
	o.read = info.ModTime()
	return nil
}

func (o *Outbox) stamp() error {
	info, err := os.Stat(o.dir)
	if err == nil {
		o.read = info.ModTime()
	}
	return err
}

// fileName sorts by time and tells messages to one person apart from others without naming anybody.
func fileName(m Message, at time.Time) string {
	sum := sha256.Sum256([]byte(strings.ToLower(m.To.Email)))
	return fmt.Sprintf("%s-%s-%s-%s.eml", at.Format(stampLayout), m.Kind, hex.EncodeToString(sum[:])[:12], m.Ref)
}

// writeWhole makes name appear with all its content or not at all, and stay after a crash.
func writeWhole(dir, name string, content []byte) (err error) {
	tmp, err := os.CreateTemp(dir, ".part-*") // created 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(tmp.Name()))
		}
	}()
	_, err = tmp.Write(content)
	if err == nil {
		err = tmp.Sync()
	}
	if closed := tmp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(tmp.Name(), filepath.Join(dir, name))
	}
	if err != nil {
		return err
	}
	return syncFolder(dir)
}

func syncFolder(dir string) error {
	if runtime.GOOS == "windows" { // it cannot flush a folder
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// diskReason drops the path, which may hold a user's name.
func diskReason(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err.Error()
	}
	return "file could not be written"
}
