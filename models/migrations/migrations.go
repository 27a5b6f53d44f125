// Package migrations holds the numbered SQL that builds the database, one
// folder per dialect, with the same names in both.
package migrations

import "embed"

// Files has the folders postgres and sqlite.
//
//go:embed postgres/*.sql sqlite/*.sql
var Files embed.FS
