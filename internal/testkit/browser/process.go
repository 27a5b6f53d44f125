package browser

import (
	"context"
	"os"
	"sync"

	"github.com/chromedp/chromedp"
)

// shared is the one Chromium of a test binary: tests that run at the same time share it, the last one closes it.
var shared process

type process struct {
	mu    sync.Mutex
	users int
	ctx   context.Context
	close func()
}

// take starts the browser if nobody has; release must be called once for each take.
func (p *process) take(path string) (ctx context.Context, release func(), err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.users == 0 {
		if err := p.start(path); err != nil {
			return nil, nil, err
		}
	}
	p.users++
	return p.ctx, p.release, nil
}

func (p *process) release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.users--; p.users == 0 {
		p.close()
	}
}

func (p *process) start(path string) error {
	allocator, closeAllocator := chromedp.NewExecAllocator(context.Background(), options(path)...)
	ctx, cancel := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		cancel()
		closeAllocator()
		return err
	}
	p.ctx = ctx
	p.close = func() { cancel(); closeAllocator() }
	return nil
}

// options start a browser that knows nothing of the person at the machine and reaches nothing but this machine.
func options(path string) []chromedp.ExecAllocatorOption {
	all := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"),
		chromedp.Flag("lang", "en-US"),
	)
	if os.Geteuid() == 0 {
		all = append(all, chromedp.NoSandbox) // Chromium's sandbox refuses to run as root
	}
	return all
}
