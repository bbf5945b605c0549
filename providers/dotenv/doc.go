// Package dotenv is the store of environment files: it finds a value, replaces it in place,
// reads it back and takes it back, and leaves every byte around it as it was. A Format says
// how the readers of a kind of file understand it: .env files, scripts of a shell or of fish,
// systemd's EnvironmentFile, docker's --env-file.
//
// Rules: the file is never rebuilt from a map; only the bytes of the value change. Where a
// value is part of a URL or a JSON document, only that part changes, in the escaping of its
// place. There is no standard for .env files, so there a value is written only where the usual
// readers (godotenv, go-envparse, compose, node, python-dotenv, a shell) agree on what stands
// there and on what will stand there. Everything else that holds the value is reported as a
// place with its reason, and refused. All writes go through the files door, compare-and-set on
// the digest of the file. Refusals are typed (*providers.Refusal); sentences are made
// elsewhere.
package dotenv
