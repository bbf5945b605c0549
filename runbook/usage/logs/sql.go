package logs

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Dialect is a kind of SQL.
type Dialect string

const (
	Athena   Dialect = "athena"
	BigQuery Dialect = "bigquery"
)

// Dialects lists those there are.
var Dialects = []Dialect{Athena, BigQuery}

// Selection is what a query selects of a table of CloudTrail: the calls of a key, in a span of time
// where one is given. The table has the columns that AWS's guide for Athena gives it.
type Selection struct {
	Table    string
	KeyID    string
	From, To time.Time
	Where    string // one more condition, such as for partitions; "" is none
}

var (
	// ErrTable is a name that no table has.
	ErrTable = errors.New("no name of a table")
	// ErrNoKeyID is a selection of no key.
	ErrNoKeyID = errors.New("a query wants the id of a key")
)

var tableName = regexp.MustCompile("^[A-Za-z0-9_$][A-Za-z0-9_$.-]*$")

// jsonColumns are the columns that hold JSON as text.
var jsonColumns = []string{"requestparameters", "responseelements", "additionaleventdata"}

// SQL is the query that selects the same calls as Read, and adds them up by minute: what is alike in
// all but time is one row of its first and last time and their number. Acts that change something
// stay apart. What it gives, as CSV with a line of names, is read as any log is.
func SQL(d Dialect, s Selection) (string, error) {
	if !tableName.MatchString(s.Table) {
		return "", ErrTable
	}
	if s.KeyID == "" {
		return "", ErrNoKeyID
	}
	var names, picked []string
	for slot, path := range ctPaths {
		if slot == ctTime || slot == ctID {
			continue
		}
		name := columnOf(path)
		names = append(names, name)
		picked = append(picked, fmt.Sprintf("    %s AS %s", d.expression(path), name))
	}
	list := strings.Join(names, ", ")
	return fmt.Sprintf(`WITH calls AS (
  SELECT
    eventtime,
    eventid,
%s,
    ROW_NUMBER() OVER (PARTITION BY eventid ORDER BY eventtime) AS copy
  FROM %s
  WHERE %s
),
acts AS (
  SELECT
    eventtime,
    CASE WHEN %s THEN '' ELSE eventid END AS act,
    %s
  FROM calls
  WHERE copy = 1 OR eventid IS NULL
)
SELECT
  MIN(eventtime) AS eventtime,
  MAX(eventtime) AS last,
  COUNT(*) AS requests,
  act AS eventid,
  %s
FROM acts
GROUP BY SUBSTR(eventtime, 1, 16), act, %s
ORDER BY 1, 4, 2`, strings.Join(picked, ",\n"), d.table(s.Table), d.where(s), use, list, list, list), nil
}

// use are calls of which no single one needs a look: the use of models and of data, and reads.
const use = `eventcategory = 'Data' OR eventsource LIKE 'bedrock%' OR eventname LIKE 'Describe%' OR eventname LIKE 'List%'`

// columnOf is the column of a result that holds a member of a record.
func columnOf(path string) string { return strings.ToLower(strings.ReplaceAll(path, ".", "_")) }

// table writes the table's name.
func (d Dialect) table(name string) string {
	if d == BigQuery {
		return "`" + name + "`"
	}
	return `"` + strings.ReplaceAll(name, ".", `"."`) + `"`
}

// expression is a member of a record in the table's columns.
func (d Dialect) expression(path string) string {
	column, rest, _ := strings.Cut(path, ".")
	column = strings.ToLower(column)
	for _, text := range jsonColumns {
		if column == text {
			return d.member(column, rest)
		}
	}
	return strings.ToLower(path)
}

func (d Dialect) member(column, path string) string {
	if d == BigQuery {
		return fmt.Sprintf("JSON_VALUE(%s, '$.%s')", column, path)
	}
	return fmt.Sprintf("json_extract_scalar(%s, '$.%s')", column, path)
}

// where is the condition of a selection.
func (d Dialect) where(s Selection) string {
	var any []string
	for _, slot := range ctIdentities {
		any = append(any, fmt.Sprintf("%s = %s", d.expression(ctPaths[slot]), literal(d, s.KeyID)))
	}
	all := []string{"(" + strings.Join(any, "\n    OR ") + ")"}
	const stamp = "2006-01-02T15:04:05Z"
	if !s.From.IsZero() {
		all = append(all, fmt.Sprintf("eventtime >= %s", literal(d, s.From.UTC().Format(stamp))))
	}
	if !s.To.IsZero() {
		all = append(all, fmt.Sprintf("eventtime < %s", literal(d, s.To.UTC().Format(stamp))))
	}
	if s.Where != "" {
		all = append(all, "("+s.Where+")")
	}
	return strings.Join(all, "\n    AND ")
}

// literal writes a text as a constant.
func literal(d Dialect, text string) string {
	if d == BigQuery {
		return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\n", `\n`).Replace(text) + "'"
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}
