package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"firebreak/runbook/usage"
	"firebreak/runbook/words"
)

// pairs reads NAME=VALUE, where the name is one of some.
func pairs(given []string, flag string, names []string) (map[string]string, error) {
	all := map[string]string{}
	for _, text := range given {
		name, value, ok := strings.Cut(text, "=")
		if !ok || value == "" || names != nil && !slices.Contains(names, name) {
			return nil, refusal{fmt.Sprintf("%s wants NAME=VALUE, and %s is none; firebreak usage --help lists the names", flag, words.English.Given(text))}
		}
		all[name] = value
	}
	return all, nil
}

// thresholds puts those that flags set over those of the configuration.
func thresholds(given []string, configured usage.Thresholds) (usage.Thresholds, error) {
	set, err := pairs(given, "--set", nil)
	if err != nil || len(set) == 0 {
		return configured, err
	}
	t := usage.Thresholds{}
	maps.Copy(t, configured)
	for name, value := range set {
		if t[name], err = strconv.ParseFloat(value, 64); err != nil {
			return nil, refusal{"--set wants a number behind ="}
		}
	}
	if err := t.Check(); err != nil {
		return nil, refusal{err.Error() + "; firebreak usage --explain lists them"}
	}
	return t, nil
}
