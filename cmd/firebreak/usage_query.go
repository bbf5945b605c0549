package main

import (
	"errors"
	"fmt"
	"slices"

	"firebreak/runbook/usage/logs"
)

// printQuery prints the selection as SQL.
func (a *app) printQuery(r review) error {
	if !slices.Contains(logs.Dialects, logs.Dialect(r.sql)) {
		return refusal{"--sql wants athena or bigquery"}
	}
	query, err := r.selection(logs.Dialect(r.sql))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(a.out, query+";")
	return err
}

// selection is the query of the flags.
func (r review) selection(d logs.Dialect) (string, error) {
	query, err := logs.SQL(d, logs.Selection{Table: r.tableName, KeyID: r.keyID, Where: r.where})
	switch {
	case errors.Is(err, logs.ErrNoKeyID):
		return "", refuse(r.lang.NoKeyID())
	case errors.Is(err, logs.ErrTable):
		return "", refusal{"--table wants the name of a table, such as cloudtrail_logs or database.table"}
	}
	return query, err
}
