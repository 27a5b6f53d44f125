package i18n

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var placeholder = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

func placeholders(f forms) []string {
	names := map[string]bool{}
	for _, text := range []string{f.One, f.Many, f.Other} {
		for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
			names[m[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func mustRead(t *testing.T, lang string) map[string]forms {
	t.Helper()
	messages, err := read(files, lang)
	if err != nil {
		t.Fatal(err)
	}
	return messages
}

func TestBothLanguagesSayTheSameThings(t *testing.T) {
	t.Parallel()
	en, es := mustRead(t, "en"), mustRead(t, "es")
	for id := range es {
		if _, ok := en[id]; !ok {
			t.Errorf("%s: only in Spanish", id)
		}
	}
	for id, e := range en {
		s, ok := es[id]
		switch {
		case !ok:
			t.Errorf("%s: only in English", id)
		case e.Other == "" || s.Other == "":
			t.Errorf("%s: empty", id)
		case (e.One == "") != (s.One == ""):
			t.Errorf("%s: counted in one language only", id)
		case !slices.Equal(placeholders(e), placeholders(s)):
			t.Errorf("%s: placeholders %v in English, %v in Spanish", id, placeholders(e), placeholders(s))
		}
	}
}

// call is one i18n.T or i18n.N with a literal id somewhere in the source.
type call struct {
	where, function, id string
	names               []string // nil: not all names are literals
}

func TestEveryMessageNamedInTheSourceExists(t *testing.T) {
	t.Parallel()
	messages := mustRead(t, "en")
	calls := callsIn(t, filepath.Join("..", ".."))
	if len(calls) == 0 {
		t.Fatal("no calls found: is the root of the source right?")
	}
	for _, c := range calls {
		f, ok := messages[c.id]
		switch {
		case !ok:
			t.Errorf("%s: i18n.%s names %q, which does not exist", c.where, c.function, c.id)
		case (c.function == "N") != (f.One != ""):
			t.Errorf("%s: i18n.%s on %q: T is for plain messages, N for counted ones", c.where, c.function, c.id)
		case c.names != nil:
			for _, want := range placeholders(f) {
				if !slices.Contains(c.names, want) && !(want == "Count" && c.function == "N") {
					t.Errorf("%s: %q needs %s", c.where, c.id, want)
				}
			}
		}
	}
}

// callsIn finds the calls in every Go file below root, the generated views included.
func callsIn(t *testing.T, root string) []call {
	t.Helper()
	var found []call
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != root && strings.HasPrefix(d.Name(), ".") {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(path) != ".go" {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(source), "i18n.") {
			return err
		}
		fset := token.NewFileSet()
		tree, err := parser.ParseFile(fset, path, source, parser.SkipObjectResolution)
		if err != nil {
			return nil // the compiler says it better
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if c, ok := asCall(fset, n); ok {
				found = append(found, c)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func asCall(fset *token.FileSet, n ast.Node) (call, bool) {
	expr, ok := n.(*ast.CallExpr)
	if !ok {
		return call{}, false
	}
	sel, ok := expr.Fun.(*ast.SelectorExpr)
	if !ok || (sel.Sel.Name != "T" && sel.Sel.Name != "N") || len(expr.Args) < 2 {
		return call{}, false
	}
	if pkg, ok := sel.X.(*ast.Ident); !ok || pkg.Name != "i18n" {
		return call{}, false
	}
	id, ok := literal(expr.Args[1])
	if !ok {
		return call{}, false
	}
	first := 2
	if sel.Sel.Name == "N" {
		first = 3
	}
	c := call{where: fset.Position(n.Pos()).String(), function: sel.Sel.Name, id: id, names: []string{}}
	for i := first; i < len(expr.Args); i += 2 {
		name, ok := literal(expr.Args[i])
		if !ok {
			c.names = nil
			break
		}
		c.names = append(c.names, name)
	}
	return c, true
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}
