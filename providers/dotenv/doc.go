// Package dotenv is the store of .env files: it finds a value, replaces it in place, reads it
// back and takes it back, and leaves every byte around it as it was.
//
// Rules: the file is never rebuilt from a map; only the bytes of the value change. There is no
// standard for these files, so a value is written only where the usual readers (godotenv,
// go-envparse, compose, node, python-dotenv, a shell) agree on what stands there and on what
// will stand there. Everything else that holds the value is reported as a place with its
// reason, and refused. All writes go through the files door, compare-and-set on the digest of
// the file. Refusals are typed (*Refusal); sentences are made elsewhere.
package dotenv
