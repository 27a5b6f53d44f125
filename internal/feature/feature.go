// Package feature names what of the site can be switched off, and says what is on.
package feature

import (
	"context"
	"sync"
)

// Name is one thing that people can do on the site.
type Name string

// The features.
const (
	Comments   Name = "comments"
	Requests   Name = "requests"
	Volunteers Name = "volunteers"
	Codes      Name = "codes"
)

// Feature is one of them as it is declared.
type Feature struct {
	Name  Name
	Title string // message id
	About string // message id: what it does in a sentence
	Off   string // message id: what switching it off does
	On    bool   // unless somebody switches it
}

// All lists them.
var All = []Feature{
	{Comments, "features.comments", "features.comments.about", "features.comments.off", true},
	{Requests, "features.requests", "features.requests.about", "features.requests.off", true},
	{Volunteers, "features.volunteers", "features.volunteers.about", "features.volunteers.off", true},
	{Codes, "features.codes", "features.codes.about", "features.codes.off", true},
}

// Of finds a feature.
func Of(name Name) (Feature, bool) {
	for _, f := range All {
		if f.Name == name {
			return f, true
		}
	}
	return Feature{}, false
}

// Set is what was switched, and where to; nil is nothing.
type Set map[Name]bool

// Has says whether a feature is on.
func (s Set) Has(name Name) bool {
	if on, ok := s[name]; ok {
		return on
	}
	f, _ := Of(name)
	return f.On
}

type key struct{}

// With says what is on for everything that is done with the context. It is read when
// somebody first asks.
func With(ctx context.Context, read func() Set) context.Context {
	return context.WithValue(ctx, key{}, sync.OnceValue(read))
}

// IsOn says whether a feature is on.
func IsOn(ctx context.Context, name Name) bool {
	if read, ok := ctx.Value(key{}).(func() Set); ok {
		return read().Has(name)
	}
	return Set(nil).Has(name)
}
