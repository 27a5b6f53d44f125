package config

import (
	"io"
	"log/slog"
)

// Logger writes to w as the settings say: text for people, JSON for machines.
func Logger(c Config, w io.Writer, isTerminal bool) *slog.Logger {
	if c.LogFormat == "text" || c.LogFormat == "" && isTerminal {
		return slog.New(slog.NewTextHandler(w, nil))
	}
	return slog.New(slog.NewJSONHandler(w, nil))
}
