package mail

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

// maxAnswer is far above a batch of 100 ids, which is about 5 KiB.
const maxAnswer = 256 << 10

// answer is what one request brought back; resend-go hides all of it but the message.
type answer struct {
	sent   atomic.Bool // bytes of the request went out
	status int         // 0: none came
	header http.Header
	body   []byte
}

type answerKey struct{}

// watch gives a context whose one request fills the answer.
func watch(ctx context.Context) (context.Context, *answer) {
	a := &answer{}
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteHeaderField: func(string, []string) { a.sent.Store(true) },
	})
	return context.WithValue(ctx, answerKey{}, a), a
}

// recorder notes status, headers and body in the answer of the request's context.
type recorder struct{ next http.RoundTripper }

var errLongAnswer = errors.New("answer too long")

func (r recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := r.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err == nil && len(body) > maxAnswer {
		err = errLongAnswer
	}
	if a, ok := req.Context().Value(answerKey{}).(*answer); ok {
		a.status, a.header, a.body = resp.StatusCode, resp.Header, body
	}
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}
