package ui

import (
	"math"
	"strconv"
	"strings"
)

// Chart is what a line or bar chart draws: one value per label, in order.
// Everything it draws is also to be listed in a table beside it.
type Chart struct {
	ID          string // unique on the page; the title and description are found by it
	Title, Desc string
	Points      []ChartPoint
	Before      []ChartPoint     // what a line is held against, drawn dashed; may be empty
	Number      func(int) string // writes a number as the reader's language does
}

// ChartPoint is one value; values below zero are drawn as zero.
type ChartPoint struct {
	Label string
	Value int
}

// The drawing is measured in units of its own, which the page scales.
const (
	chartWidth  = 640.0
	chartHeight = 300.0
	chartTop    = 34.0 // room above the top line for its number
	chartBottom = 40.0 // room below the ground line for the labels
	chartSide   = 8.0
	chartFloor  = chartHeight - chartBottom
	chartCap    = 1 << 53 // larger values are drawn at this height
)

// chartTicks are the numbers of the value axis, from zero to the first round
// number that covers most: whole steps of 1, 2 or 5 times a power of ten.
func chartTicks(most int) []int {
	most = min(max(most, 1), chartCap)
	step := 1
	for grow := []int{2, 5, 10}; most > 4*step; {
		for _, g := range grow {
			if most <= 4*step*g || g == 10 {
				step *= g
				break
			}
		}
	}
	ticks := []int{0}
	for ticks[len(ticks)-1] < most {
		ticks = append(ticks, ticks[len(ticks)-1]+step)
	}
	return ticks
}

// chartPlot places values and positions on the drawing.
type chartPlot struct {
	points []ChartPoint
	ticks  []int
}

func newChartPlot(points []ChartPoint, before ...ChartPoint) chartPlot {
	most := 0
	for _, list := range [][]ChartPoint{points, before} {
		for _, p := range list {
			most = max(most, p.Value)
		}
	}
	return chartPlot{points: points, ticks: chartTicks(most)}
}

// with draws other values on the same scale.
func (p chartPlot) with(points []ChartPoint) chartPlot {
	return chartPlot{points: points, ticks: p.ticks}
}

// y is the height at which a value is drawn; zero lies on the ground line.
func (p chartPlot) y(value int) float64 {
	value = min(max(value, 0), chartCap)
	top := float64(p.ticks[len(p.ticks)-1])
	return chartFloor - (chartFloor-chartTop)*float64(value)/top
}

// x is the place of point i in a line: the first at the left edge, the last
// at the right edge, a single one in the middle.
func (p chartPlot) x(i int) float64 {
	if len(p.points) < 2 {
		return chartWidth / 2
	}
	return chartSide + (chartWidth-2*chartSide)*float64(i)/float64(len(p.points)-1)
}

// line is the path through all points, "" if there are fewer than two.
func (p chartPlot) line() string {
	if len(p.points) < 2 {
		return ""
	}
	var b strings.Builder
	for i, point := range p.points {
		if i > 0 {
			b.WriteByte('L')
		} else {
			b.WriteByte('M')
		}
		b.WriteString(chartUnit(p.x(i)) + " " + chartUnit(p.y(point.Value)))
	}
	return b.String()
}

// area is the line closed down to the ground.
func (p chartPlot) area() string {
	line := p.line()
	if line == "" {
		return ""
	}
	last := len(p.points) - 1
	return line + "L" + chartUnit(p.x(last)) + " " + chartUnit(chartFloor) +
		"L" + chartUnit(p.x(0)) + " " + chartUnit(chartFloor) + "Z"
}

// chartBox is one bar.
type chartBox struct{ x, y, width, height float64 }

// bars are the boxes of a bar chart, evenly spread, at least one unit wide.
func (p chartPlot) bars() []chartBox {
	boxes := make([]chartBox, len(p.points))
	slot := (chartWidth - 2*chartSide) / float64(max(len(p.points), 1))
	width := min(max(slot*0.72, 1), 80)
	for i, point := range p.points {
		y := p.y(point.Value)
		boxes[i] = chartBox{
			x: chartSide + slot*(float64(i)+0.5) - width/2, y: y,
			width: width, height: chartFloor - y,
		}
	}
	return boxes
}

// chartUnit writes a length with at most one digit after the point.
func chartUnit(v float64) string {
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

// chartShare is value's part of total in percent, 0 to 100.
func chartShare(value, total int) float64 {
	if total <= 0 || value <= 0 {
		return 0
	}
	return min(100, 100*float64(value)/float64(total))
}
