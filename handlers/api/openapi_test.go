package api

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
)

var param = regexp.MustCompile(`:(\w+)`)

func TestTheDescriptionNamesEveryRouteAndNoOther(t *testing.T) {
	t.Parallel()
	e := echo.New()
	Door{}.Routes(e.Group("/v1"))
	var routes []string
	for _, r := range e.Routes() {
		if r.Method == "GET" {
			routes = append(routes, param.ReplaceAllString(strings.TrimPrefix(r.Path, "/v1"), "{$1}"))
		}
	}
	var described []string
	for _, m := range regexp.MustCompile(`(?m)^  (/[^\s:]*):$`).FindAllStringSubmatch(string(description), -1) {
		described = append(described, m[1])
	}
	slices.Sort(routes)
	slices.Sort(described)
	if !slices.Equal(routes, described) {
		t.Fatalf("routes    %v\ndescribed %v", routes, described)
	}
}
