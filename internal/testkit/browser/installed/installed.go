// Package installed finds the browser and the accessibility checker that the tests of pages use.
package installed

import (
	"os"
	"os/exec"
	"path/filepath"
)

// Settings that name the tools where they are not in their usual places.
const (
	ChromiumSetting = "STATEHOUSE_TEST_CHROMIUM"
	AxeSetting      = "STATEHOUSE_TEST_AXE"
)

// AxeVersion is the release of axe-core that pages are checked with.
const AxeVersion = "4.14.1"

var chromiumNames = []string{
	"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "headless-shell",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
}

// Chromium returns the path of the browser: the one from the settings, else one that is installed, else "".
func Chromium() string {
	if path := os.Getenv(ChromiumSetting); path != "" {
		return path
	}
	for _, name := range chromiumNames {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Axe returns the path of axe.min.js: the one from the settings, else the one fetched earlier, else "".
func Axe() string {
	if path := os.Getenv(AxeSetting); path != "" {
		return path
	}
	path := AxeCache()
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// AxeCache returns where a fetched axe.min.js is kept: under .cache in the root of the module.
func AxeCache() string {
	return filepath.Join(moduleRoot(), ".cache", "axe-core-"+AxeVersion, "axe.min.js")
}

// moduleRoot is the nearest folder upwards with a go.mod, or the working folder.
func moduleRoot() string {
	dir, err := os.Getwd()
	if err != nil {
		return "."
	}
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return dir
		}
	}
}
