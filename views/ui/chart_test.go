package ui

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
)

func TestTicksAreRoundAndCoverTheValues(t *testing.T) {
	t.Parallel()
	for most, want := range map[int]string{
		-3: "[0 1]", 0: "[0 1]", 1: "[0 1]", 4: "[0 1 2 3 4]", 5: "[0 2 4 6]",
		9: "[0 5 10]", 37: "[0 10 20 30 40]", 640: "[0 200 400 600 800]",
		2900: "[0 1000 2000 3000]", 1_000_000: "[0 500000 1000000]",
	} {
		if got := fmt.Sprint(chartTicks(most)); got != want {
			t.Errorf("chartTicks(%d) = %s, want %s", most, got, want)
		}
	}
}

func TestTicksStayFewForAnyValue(t *testing.T) {
	t.Parallel()
	for most := 1; most > 0 && most < math.MaxInt/3; most = most*3 + 1 {
		ticks := chartTicks(most)
		if len(ticks) < 2 || len(ticks) > 5 {
			t.Errorf("chartTicks(%d) has %d numbers: %v", most, len(ticks), ticks)
		}
		if top := ticks[len(ticks)-1]; top < min(most, chartCap) {
			t.Errorf("chartTicks(%d) ends at %d", most, top)
		}
	}
}

func chartValues(vs ...int) []ChartPoint {
	points := make([]ChartPoint, len(vs))
	for i, v := range vs {
		points[i] = ChartPoint{Label: "day " + strconv.Itoa(i), Value: v}
	}
	return points
}

func TestPlacesLieInsideTheDrawing(t *testing.T) {
	t.Parallel()
	for name, points := range map[string][]ChartPoint{
		"none": nil, "one": chartValues(7), "zeros": chartValues(0, 0, 0), "below zero": chartValues(-5, 3),
		"huge": chartValues(1, math.MaxInt, math.MinInt), "many": make([]ChartPoint, 3000),
	} {
		p := newChartPlot(points)
		for i, b := range p.bars() {
			for what, v := range map[string]float64{
				"x": p.x(i), "y": p.y(points[i].Value), "bar x": b.x, "bar y": b.y,
				"bar right": b.x + b.width, "bar floor": b.y + b.height, "bar height": b.height,
			} {
				if math.IsNaN(v) || v < 0 || v > chartWidth {
					t.Fatalf("%s: %s of point %d is %v", name, what, i, v)
				}
			}
			if y := p.y(points[i].Value); y < chartTop-0.01 || y > chartFloor {
				t.Fatalf("%s: point %d is drawn at height %v", name, i, y)
			}
		}
	}
}

func TestLineGoesThroughEveryPoint(t *testing.T) {
	t.Parallel()
	p := newChartPlot(chartValues(0, 2, 4))
	if got, want := p.line(), "M8 260L320 147L632 34"; got != want {
		t.Errorf("line = %q, want %q", got, want)
	}
	if got, want := p.area(), "M8 260L320 147L632 34L632 260L8 260Z"; got != want {
		t.Errorf("area = %q, want %q", got, want)
	}
	if single := newChartPlot(chartValues(4)); single.line() != "" || single.area() != "" || single.x(0) != 320 {
		t.Error("a single point is drawn as a dot in the middle, without a line")
	}
}

func TestShare(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		value, total int
		want         float64
	}{{0, 0, 0}, {5, 0, 0}, {-1, 10, 0}, {1, 4, 25}, {9, 3, 100}, {math.MaxInt, math.MaxInt, 100}} {
		if got := chartShare(c.value, c.total); got != c.want {
			t.Errorf("chartShare(%d, %d) = %v, want %v", c.value, c.total, got, c.want)
		}
	}
}

func drawChart(t *testing.T, c templ.Component) (*goquery.Document, string) {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return doc, b.String()
}

func TestChartsSpeakAndCarryNoStyle(t *testing.T) {
	t.Parallel()
	c := Chart{ID: "days", Title: "By day", Desc: "From 1 to 90", Points: chartValues(1, 40, 90), Number: strconv.Itoa}
	for name, chart := range map[string]templ.Component{"line": LineChart(c), "bar": BarChart(c)} {
		doc, html := drawChart(t, chart)
		svg := doc.Find("svg[role=img]")
		for _, id := range strings.Fields(svg.AttrOr("aria-labelledby", "")) {
			if doc.Find("#"+id).Text() == "" {
				t.Errorf("%s: the chart is named by #%s, which says nothing", name, id)
			}
		}
		if strings.Contains(html, "style=") || strings.Contains(html, "NaN") {
			t.Errorf("%s: %s", name, html)
		}
		if got := doc.Find(".chart-number").Last().Text(); got != "100" {
			t.Errorf("%s: the highest number on the axis is %q, want 100", name, got)
		}
	}
	if doc, _ := drawChart(t, BarChart(c)); doc.Find("rect.chart-bar").Length() != 3 {
		t.Error("a bar chart has one bar per value")
	}
	if doc, _ := drawChart(t, LineChart(Chart{ID: "x", Number: strconv.Itoa})); doc.Find(".chart-dot").Length() != 0 {
		t.Error("a chart without values draws no dot")
	}
}
