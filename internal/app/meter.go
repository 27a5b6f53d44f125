package app

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"statehouse/models"
)

// meter counts requests by route and mails by kind; no label holds anything
// that a person typed.
type meter struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	mails    *prometheus.CounterVec
	drift    prometheus.Gauge
}

func newMeter() *meter {
	m := &meter{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "statehouse_request_seconds", Help: "How long requests took, by route.",
			Buckets: []float64{.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route", "method", "status"}),
		mails: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "statehouse_mails_total", Help: "Mails that came to a state, by kind.",
		}, []string{"kind", "state"}),
	}
	m.drift = prometheus.NewGauge(prometheus.GaugeOpts{Name: "statehouse_drift_findings", Help: "Rows that the last recount found to disagree; 0 is well."})
	m.registry.MustRegister(m.requests, m.mails, m.drift, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *meter) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

func (m *meter) request(route, method string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Observe(took.Seconds())
}

// Recounted implements work.Meter.
func (m *meter) Recounted(findings int) { m.drift.Set(float64(findings)) }

// MailSettled implements work.Meter.
func (m *meter) MailSettled(kind string, state models.MailState) {
	m.mails.WithLabelValues(kind, string(state)).Inc()
}
