// Command logs makes logs to measure with, and reads them in the ways that our own reading is held
// against.
//
//	logs generate FOLDER FILES MEGABYTES   files of a CloudTrail trail, compressed
//	logs plain FOLDER                      decompresses them, and nothing else
//	logs decoder FOLDER KEY                selects the calls of a key with encoding/json
//
// Files are worked on side by side, one for each processor.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"

	"firebreak/runbook/usage/logs/logstest"
)

const keys = 400

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 4 && args[0] == "generate":
		return generate(args[1], args[2], args[3])
	case len(args) == 2 && args[0] == "plain":
		var sum atomic.Int64
		err := eachFile(args[1], func(_ int, text io.Reader) error {
			n, err := io.Copy(io.Discard, text)
			sum.Add(n)
			return err
		})
		fmt.Println(sum.Load())
		return err
	case len(args) == 3 && args[0] == "decoder":
		return decode(args[1], args[2])
	}
	return fmt.Errorf("usage: logs generate FOLDER FILES MEGABYTES | plain FOLDER | decoder FOLDER KEY")
}

func generate(folder, files, megabytes string) error {
	n, err := strconv.Atoi(files)
	if err != nil {
		return err
	}
	size, err := strconv.Atoi(megabytes)
	if err != nil {
		return err
	}
	return sideBySide(n, func(i int) error {
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		if _, err := z.Write(logstest.NewTrail(uint64(i), keys).File(nil, size<<20/n)); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(folder, fmt.Sprintf("trail-%04d.json.gz", i)), out.Bytes(), 0o600)
	})
}

// record is what encoding/json is asked for.
type record struct {
	UserIdentity struct {
		AccessKeyID string `json:"accessKeyId"`
	} `json:"userIdentity"`
	Time    string  `json:"eventTime"`
	ID      string  `json:"eventID"`
	Service string  `json:"eventSource"`
	Action  string  `json:"eventName"`
	Region  string  `json:"awsRegion"`
	Address string  `json:"sourceIPAddress"`
	Agent   string  `json:"userAgent"`
	Error   *string `json:"errorCode"`
}

func decode(folder, key string) error {
	names, err := filepath.Glob(filepath.Join(folder, "*.gz"))
	if err != nil {
		return err
	}
	rows := make([][]record, len(names))
	err = eachFile(folder, func(i int, text io.Reader) error {
		d := json.NewDecoder(text)
		for range 3 { // { "Records" [
			if _, err := d.Token(); err != nil {
				return err
			}
		}
		for d.More() {
			var r record
			if err := d.Decode(&r); err != nil {
				return err
			}
			if r.UserIdentity.AccessKeyID == key {
				rows[i] = append(rows[i], r)
			}
		}
		return nil
	})
	n := 0
	for _, list := range rows {
		n += len(list)
	}
	fmt.Println(n)
	return err
}

func eachFile(folder string, read func(i int, text io.Reader) error) error {
	names, err := filepath.Glob(filepath.Join(folder, "*.gz"))
	if err != nil {
		return err
	}
	return sideBySide(len(names), func(i int) error {
		f, err := os.Open(names[i])
		if err != nil {
			return err
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			return err
		}
		return read(i, z)
	})
}

// sideBySide works on n things, one for each processor at a time.
func sideBySide(n int, work func(i int) error) error {
	var next atomic.Int64
	var group sync.WaitGroup
	errs := make([]error, runtime.GOMAXPROCS(0))
	for w := range errs {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && errs[w] == nil; i = int(next.Add(1)) - 1 {
				errs[w] = work(i)
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
