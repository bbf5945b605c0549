module bench

go 1.26.0

require golang.org/x/sys v0.50.0

require github.com/hanwen/go-fuse/v2 v2.12.1

require firebreak v0.0.0-00010101000000-000000000000

replace firebreak => ../..
