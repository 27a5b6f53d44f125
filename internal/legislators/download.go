package legislators

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"statehouse/internal/imports"
	"statehouse/models"
)

const (
	fetchTimeout = 60 * time.Second
	fetchMost    = 32 << 20 // bytes; the largest state's file has under 1 MB
)

// Download fetches the current members of a state from where Open States
// publishes them: base is the folder of az.csv and the others. An
// imports.Refusal says why what came back is no such file.
func Download(ctx context.Context, base, code string) (imports.Source, error) {
	state, ok := models.StateByCode(code)
	if !ok {
		return imports.Source{}, imports.Refuse(0, "%q is not a state", code)
	}
	address, err := url.Parse(strings.TrimSuffix(base, "/") + "/" + state.Code + ".csv")
	if err != nil || !isSafe(address) {
		return imports.Source{}, imports.Refuse(0, "the address of the files must begin with https://")
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	data, err := fetch(ctx, address)
	return imports.Source{State: state.Code, Name: state.Code + ".csv", Data: data}, err
}

func fetch(ctx context.Context, address *url.URL) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "statehouse")
	client := http.Client{CheckRedirect: stay}
	response, err := client.Do(request)
	if err != nil {
		if errors.Is(err, errAway) {
			return nil, imports.Refuse(0, "%s leads to another place, which is not followed", address.Host)
		}
		return nil, imports.Refuse(0, "%s cannot be reached: try again later, or bring the file yourself", address.Host)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, imports.Refuse(0, "%s answers %d instead of the file", address.Host, response.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, fetchMost+1))
	if err != nil {
		return nil, imports.Refuse(0, "%s stopped in the middle of the file", address.Host)
	}
	if len(data) > fetchMost {
		return nil, imports.Refuse(0, "%s sends more than %d MB", address.Host, fetchMost>>20)
	}
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if kind == "text/html" || bytes.HasPrefix(bytes.TrimSpace(data), []byte("<")) {
		return nil, imports.Refuse(0, "%s answers with a page instead of the file", address.Host)
	}
	return data, nil
}

var errAway = errors.New("legislators: redirected to another place")

// stay follows redirects within one host only, and few of them.
func stay(next *http.Request, before []*http.Request) error {
	if len(before) > 3 || next.URL.Host != before[0].URL.Host || next.URL.Scheme != before[0].URL.Scheme {
		return errAway
	}
	return nil
}

// isSafe is true of https, and of http to this machine itself.
func isSafe(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" && u.Host != "" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}
