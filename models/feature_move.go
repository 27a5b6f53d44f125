package models

import (
	"context"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/feature"
)

// FeatureMove is when staff switched a feature of the site, and why. Moves are only
// ever added; a feature without one is as it was declared.
type FeatureMove struct {
	ID      int64
	Feature feature.Name
	Number  int // of the feature's, from 1
	IsOn    bool
	Reason  string
	UserID  int64
	At      time.Time
}

// FeatureMoveRow is a move with the name of who made it.
type FeatureMoveRow struct {
	FeatureMove `gorm:"embedded"`
	Name        string
}

// AddFeatureMove switches a feature. A Conflict fault if it is there already, or if
// its number does not follow the last.
func AddFeatureMove(ctx context.Context, tx *Tx, m FeatureMove) error {
	set, err := Features(ctx, tx)
	if err != nil {
		return err
	}
	if set.Has(m.Feature) == m.IsOn {
		return moved(0, nil)
	}
	return moved(tx.exec(ctx, `INSERT INTO feature_moves (feature, number, is_on, reason, user_id, at) SELECT ?, ?, ?, ?, u.id, ? FROM users u
WHERE u.id = ? AND (SELECT count(*) FROM feature_moves WHERE feature = ?) = ?`, m.Feature, m.Number, m.IsOn, m.Reason, m.At, m.UserID, m.Feature, m.Number-1))
}

// FeatureMoves lists the moves of a feature, of all features if it is empty, the
// last first.
func FeatureMoves(ctx context.Context, tx *Tx, name feature.Name) ([]FeatureMoveRow, error) {
	return rowsOf[FeatureMoveRow](ctx, tx, "SELECT m.*, u.name FROM feature_moves m JOIN users u ON u.id = m.user_id WHERE (? = '' OR m.feature = ?) ORDER BY m.id DESC", name, name)
}

// Features is what was switched. What the program does not know any more is left out.
func Features(ctx context.Context, tx *Tx) (feature.Set, error) {
	rows, err := rowsOf[FeatureMove](ctx, tx, "SELECT * FROM feature_moves ORDER BY feature, number")
	set := feature.Set{}
	for _, m := range rows {
		if f, ok := feature.Of(m.Feature); ok && f.On == m.IsOn {
			delete(set, m.Feature)
		} else if ok {
			set[m.Feature] = m.IsOn
		}
	}
	return set, err
}

const closedMessage = "error.feature.closed"

// OnlyWith is an Unavailable fault while a feature is switched off.
func OnlyWith(ctx context.Context, tx *Tx, name feature.Name) error {
	set, err := Features(ctx, tx)
	if err == nil && !set.Has(name) {
		err = fault.New(fault.Unavailable, closedMessage)
	}
	return err
}

// IsClosed says whether an act was refused because its feature is switched off.
func IsClosed(err error) bool { return fault.Of(err).Message == closedMessage }
