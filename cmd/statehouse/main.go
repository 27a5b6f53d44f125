// Statehouse hosts petitions to the states for law reform that helps survivors
// of trafficking: this is its one program, with a command for each task.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // the container image has no time zones of its own

	"github.com/alecthomas/kong"

	"statehouse/internal/config"
	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/models"
)

// What the program answers to the shell.
const (
	success = 0
	failure = 1
	misuse  = 2
)

// commands is the table of commands.
type commands struct {
	Demo    demoCommand    `cmd:"" help:"The whole product with invented sample data, nothing to install and no mail sent."`
	Serve   serveCommand   `cmd:"" help:"Answer requests and do the work behind them."`
	Work    workCommand    `cmd:"" help:"Do the work behind the requests: mails and letters."`
	Migrate migrateCommand `cmd:"" help:"Bring the database up to date."`
	User    userCommands   `cmd:"" help:"Staff accounts."`
	Import  importCommands `cmd:"" help:"Take in public files: legislators, districts, their boundaries, ZIP codes, law cards."`
	Export  exportCommands `cmd:"" help:"Take rows out as CSV: signatures, deliveries, volunteers."`
	Config  configCommand  `cmd:"" help:"Print every setting as it stands, without secrets."`
	Doctor  doctorCommand  `cmd:"" help:"Examine settings, database and mail, and say what to do."`
	Verify  verifyCommand  `cmd:"" help:"Recount everything that the database says twice, or check a petition packet."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], config.Environment(os.LookupEnv), os.Stdout, os.Stderr))
}

// program is what a command gets to work with.
type program struct {
	ctx            context.Context
	env            func(name string) string
	stdout, stderr io.Writer
}

// run does one command, until it is done or ctx ends, and returns the exit code.
func run(ctx context.Context, args []string, env func(string) string, stdout, stderr io.Writer) int {
	helped := false
	p := &program{ctx, env, stdout, stderr}
	parser, err := kong.New(&commands{}, kong.Name("statehouse"),
		kong.Description("Petitions to the states, from a signature to a letter on a legislator's desk. Settings come from the environment: see docs/configuration.md."),
		kong.Writers(stdout, stderr), kong.Exit(func(int) { helped = true }), kong.Bind(p), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		return p.fail(err, failure)
	}
	command, err := parser.Parse(args)
	switch {
	case helped:
		return success
	case err != nil:
		return p.fail(err, misuse)
	}
	if name := command.Command(); changesByHand(name) {
		p.ctx = models.WithDeed(ctx, &models.Deed{Act: "statehouse " + name, At: time.Now})
	}
	if err := command.Run(); err != nil {
		return p.fail(err, failure)
	}
	return success
}

func (p *program) fail(err error, code int) int {
	fmt.Fprintln(p.stderr, "statehouse:", sentence(err))
	return code
}

// sentence says an error on one line, and the errors of fields in words.
func sentence(err error) string {
	if errors.Is(err, context.Canceled) {
		return "stopped before it was done"
	}
	text := err.Error()
	if f := fault.Of(err); f.Kind != fault.Internal {
		words := i18n.With(context.Background(), "en")
		text = i18n.T(words, f.Message)
		var fields []string
		for field, id := range f.Fields {
			fields = append(fields, field+": "+i18n.T(words, id))
		}
		slices.Sort(fields)
		if len(fields) > 0 {
			text = strings.Join(fields, " ")
		}
	}
	return oneLine(text)
}

// oneLine joins the lines of a text to one.
func oneLine(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || b.Len() == 0:
		case strings.HasSuffix(b.String(), ":"):
			b.WriteString(" ")
		default:
			b.WriteString("; ")
		}
		b.WriteString(line)
	}
	return b.String()
}

func (p *program) settings() (config.Config, error) { return config.Load(p.env, os.ReadFile) }

func (p *program) log(cfg config.Config) *slog.Logger {
	return config.Logger(cfg, p.stderr, isTerminal(p.stderr))
}

// overlay is an environment in which one variable has another value, if that is not empty.
func overlay(env func(string) string, name, value string) func(string) string {
	if value == "" {
		return env
	}
	return func(asked string) string {
		switch asked {
		case name:
			return value
		case name + "_FILE":
			return ""
		}
		return env(asked)
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// changesByHand says whether a command is an act of staff, which the audit log notes.
func changesByHand(command string) bool {
	return slices.ContainsFunc([]string{"user ", "import ", "export "}, func(family string) bool { return strings.HasPrefix(command, family) })
}
