package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// Limits of the server; net/http has none by itself.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 15 * time.Second
	writeTimeout      = 30 * time.Second
	idleTimeout       = 60 * time.Second
	maxHeader         = 32 << 10
	drainTime         = 20 * time.Second // for requests under way, then for jobs under way
)

// Listen takes the address, so that a taken one is known before anything is
// promised. Serve does it where it was not done.
func (a *App) Listen() (err error) {
	if a.listener != nil || !a.options.Web {
		return nil
	}
	if a.listener, err = net.Listen("tcp", a.config.Addr); err != nil {
		err = fmt.Errorf("cannot listen on %s: %w", a.config.Addr, err)
	}
	return err
}

// Serve works until ctx ends, then stops in order: not ready, requests drained,
// jobs finished. Close comes after it.
func (a *App) Serve(ctx context.Context) error {
	if err := a.Listen(); err != nil {
		return err
	}
	if err := a.StartWork(ctx); err != nil {
		return err
	}
	return errors.Join(a.serveWeb(ctx), a.StopWork(context.WithoutCancel(ctx)))
}

// StartWork begins to work jobs, if that is what this process does. Jobs under
// way outlive ctx: StopWork ends them.
func (a *App) StartWork(ctx context.Context) error {
	if !a.options.Work {
		return nil
	}
	return a.queue.Start(context.WithoutCancel(ctx))
}

// StopWork lets jobs under way finish, within drainTime.
func (a *App) StopWork(ctx context.Context) error {
	if !a.options.Work {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, drainTime)
	defer cancel()
	return a.queue.Stop(ctx)
}

func (a *App) serveWeb(ctx context.Context) error {
	if !a.options.Web {
		<-ctx.Done()
		return nil
	}
	server := &http.Server{Handler: a.handler, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		a.log.Info("serving", "address", a.listener.Addr().String(), "base_url", a.config.BaseURL)
		if err := server.Serve(a.listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		a.ready.leave()
		drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
		defer cancel()
		return server.Shutdown(drain)
	})
	return group.Wait()
}

// readiness says whether this process should get requests.
type readiness struct {
	once    sync.Once
	leaving chan struct{}
}

func (r *readiness) leave() { r.once.Do(func() { close(r.leaving) }) }

func (r *readiness) check(ping func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		select {
		case <-r.leaving:
			return errors.New("stopping")
		default:
		}
		ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
		defer cancel()
		return ping(ctx)
	}
}
