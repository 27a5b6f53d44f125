// Package laws reads law cards: what each state's law says on a topic, with its source and date.
package laws

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

//go:embed data/laws.json
var shipped []byte

// Shipped reads the cards that come with the program: every state and DC, by
// state and topic.
func Shipped() ([]Card, error) { return Parse(bytes.NewReader(shipped)) }

// Parse reads a JSON array of cards. It refuses the whole file if any entry is
// wrong, and then names every wrong entry with its number and line.
func Parse(r io.Reader) ([]Card, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("law cards: %w", err)
	}
	entries, err := split(data)
	if err != nil {
		return nil, err
	}
	var cards []Card
	var wrong []error
	seen := map[string]int{}
	for i, e := range entries {
		card, err := decode(e.raw)
		if err == nil {
			err = card.check()
		}
		key := card.State + " " + card.Topic
		if first, twice := seen[key]; err == nil && twice {
			err = fmt.Errorf("the same state and topic as entry %d", first)
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("law cards: entry %d (line %d): %w", i+1, e.line, err))
			continue
		}
		seen[key] = i + 1
		cards = append(cards, card)
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	return cards, nil
}

type entry struct {
	raw  json.RawMessage
	line int // on which it starts, from 1
}

// split cuts the array into its entries.
func split(data []byte) ([]entry, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	if open, err := dec.Token(); err != nil || open != json.Delim('[') {
		return nil, errors.New("law cards: line 1: not a JSON array of cards")
	}
	var entries []entry
	for dec.More() {
		start := int(dec.InputOffset())
		start += len(data[start:]) - len(bytes.TrimLeft(data[start:], ", \t\r\n"))
		e := entry{line: lineAt(data, start)}
		if err := dec.Decode(&e.raw); err != nil {
			return nil, fmt.Errorf("law cards: entry %d (line %d): %w", len(entries)+1, e.line, err)
		}
		entries = append(entries, e)
	}
	if _, err := dec.Token(); err != nil {
		return nil, fmt.Errorf("law cards: line %d: the array does not end: %w", lineAt(data, len(data)), err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("law cards: line %d: text after the array", lineAt(data, int(dec.InputOffset())))
	}
	if len(entries) == 0 {
		return nil, errors.New("law cards: line 1: no cards")
	}
	return entries, nil
}

func lineAt(data []byte, offset int) int {
	return 1 + bytes.Count(data[:offset], []byte("\n"))
}

func decode(raw json.RawMessage) (c Card, err error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	err = dec.Decode(&c)
	return c, err
}
