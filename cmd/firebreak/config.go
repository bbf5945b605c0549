package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"firebreak/providers/transport"
)

// config is config.toml. A flag goes before an environment variable, that before the file.
type config struct {
	Review struct {
		TZ              string   `toml:"tz"`
		BusinessHours   string   `toml:"business_hours"`
		OurRanges       []string `toml:"our_ranges"`
		OurASNs         []int    `toml:"our_asns"`
		OurUserAgents   []string `toml:"our_user_agents"`
		OurModels       []string `toml:"our_models"`
		Deploys         []string `toml:"deploys"`
		DeclaredBatches []string `toml:"declared_batches"`

		Thresholds map[string]float64 `toml:"thresholds"`
	} `toml:"review"`
	Report struct {
		Dir      string `toml:"dir"`
		Lang     string `toml:"lang"`
		Owner    string `toml:"owner"`
		Approver string `toml:"approver"`
	} `toml:"report"`
	Proof map[string]struct {
		Window duration `toml:"window"`
	} `toml:"proof"`
	Stores struct {
		Default []string `toml:"default"`
	} `toml:"stores"`
	Contacts               map[string]string `toml:"contacts"`
	BaseURL                map[string]string `toml:"base_url"`
	AllowCredentialProcess bool              `toml:"allow_credential_process"`
}

// duration reads "90s" and the like.
type duration time.Duration

func (d *duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	*d = duration(v)
	return err
}

// loadConfig reads the file, if there is one. What it does not know is refused with its line,
// so that a misspelt setting is never silently without effect.
func (a *app) loadConfig() (config, error) {
	var c config
	path := filepath.Join(a.confDir(), "config.toml")
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, fmt.Errorf("read %s: %w", path, err)
	}
	meta, err := toml.Decode(string(text), &c)
	var parse toml.ParseError
	if errors.As(err, &parse) {
		return c, refusal{fmt.Sprintf("%s line %d: %s", path, parse.Position.Line, parse.Message)}
	}
	if err != nil {
		return c, refusal{fmt.Sprintf("%s: a value has the wrong type", path)}
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		key := unknown[0].String()
		return c, refusal{fmt.Sprintf("%s line %d: no setting is called %q", path, lineOf(string(text), unknown[0]), key)}
	}
	for name, base := range c.BaseURL {
		if err := transport.CheckBase(base); err != nil {
			return c, refusal{fmt.Sprintf("%s: base_url of %s: %v", path, name, err)}
		}
	}
	if _, err := c.declared(); err != nil {
		return c, refusal{fmt.Sprintf("%s: [review] %v", path, err)}
	}
	return c, nil
}

// lineOf finds where a key stands: its table's header, then the key below it.
func lineOf(text string, key toml.Key) int {
	table, last := strings.Join(key[:len(key)-1], "."), key[len(key)-1]
	inside := table == ""
	for n, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(line)
		if strings.HasPrefix(trimmed, "[") {
			name := strings.Trim(trimmed, "[] \t")
			if name == strings.Join(key, ".") {
				return n + 1
			}
			inside = name == table
			continue
		}
		name, _, found := strings.Cut(trimmed, "=")
		if found && (inside && strings.TrimSpace(name) == last || strings.TrimSpace(name) == strings.Join(key, ".")) {
			return n + 1
		}
	}
	return 1
}
