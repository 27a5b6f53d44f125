package installed

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSettingsComeFirst(t *testing.T) {
	t.Setenv(ChromiumSetting, "/somewhere/browser")
	t.Setenv(AxeSetting, "/somewhere/axe.min.js")
	if got := Chromium(); got != "/somewhere/browser" {
		t.Errorf("Chromium() = %q", got)
	}
	if got := Axe(); got != "/somewhere/axe.min.js" {
		t.Errorf("Axe() = %q", got)
	}
}

func TestChromiumIsFoundOnThePath(t *testing.T) {
	t.Setenv(ChromiumSetting, "")
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	want := filepath.Join(dir, "chromium-browser")
	if err := os.WriteFile(want, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := Chromium(); got != want {
		t.Errorf("Chromium() = %q, want %q", got, want)
	}
}

func TestAxeIsKeptAtTheRootOfTheModule(t *testing.T) {
	t.Setenv(AxeSetting, "")
	root := t.TempDir()
	inner := filepath.Join(root, "a", "b")
	if err := os.MkdirAll(inner, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "go.mod"), []byte("module x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(inner)
	if got := Axe(); got != "" {
		t.Errorf("Axe() = %q before it was fetched", got)
	}
	if err := os.MkdirAll(filepath.Dir(AxeCache()), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(AxeCache(), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := Axe(); got == "" || got != AxeCache() {
		t.Errorf("Axe() = %q, want %q", got, AxeCache())
	}
}
