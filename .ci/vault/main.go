// Command vault is a real Vault for the tests of the Vault store: Vault's own core with its
// storage in memory, initialised and unsealed, with the KV engine and nothing else. It prints
// {"addr","token"} on one line once it listens on loopback, and ends with its parent's pipe:
// when standard input is closed.
//
// It is a test program, built apart from firebreak and never linked into it.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/hashicorp/go-hclog"
	kv "github.com/hashicorp/vault-plugin-secrets-kv"
	vaulthttp "github.com/hashicorp/vault/http"
	"github.com/hashicorp/vault/internalshared/configutil"
	"github.com/hashicorp/vault/sdk/helper/consts"
	"github.com/hashicorp/vault/sdk/logical"
	"github.com/hashicorp/vault/sdk/physical/inmem"
	"github.com/hashicorp/vault/vault"
)

// plugins is a catalogue of none: every backend is compiled in.
type plugins struct{}

func (plugins) Contains(string, consts.PluginType) bool                   { return false }
func (plugins) Get(string, consts.PluginType) (func() (any, error), bool) { return nil, false }
func (plugins) Keys(consts.PluginType) []string                           { return nil }
func (plugins) IsBuiltinEntPlugin(string, consts.PluginType) bool         { return false }
func (plugins) DeprecationStatus(string, consts.PluginType) (consts.DeprecationStatus, bool) {
	return consts.Supported, true
}

func main() {
	if err := serve(); err != nil {
		log.Fatal(err)
	}
}

func serve() error {
	core, token, err := unsealed()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	line, err := json.Marshal(map[string]string{"addr": "http://" + listener.Addr().String(), "token": token})
	if err != nil {
		return err
	}
	fmt.Println(string(line))
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // ends when whoever started us does
		os.Exit(0)
	}()
	return http.Serve(listener, vaulthttp.Handler.Handler(&vault.HandlerProperties{
		Core: core, ListenerConfig: &configutil.Listener{Type: "tcp", TLSDisable: true},
	}))
}

// unsealed makes a new core and returns it ready, with its root token.
func unsealed() (*vault.Core, string, error) {
	logger := hclog.New(&hclog.LoggerOptions{Level: hclog.Error, Output: os.Stderr})
	storage, err := inmem.NewInmem(nil, logger)
	if err != nil {
		return nil, "", err
	}
	core, err := vault.NewCore(&vault.CoreConfig{
		Physical: storage, Logger: logger, DisableMlock: true, BuiltinRegistry: plugins{},
		LogicalBackends: map[string]logical.Factory{"kv": kv.Factory},
	})
	if err != nil {
		return nil, "", err
	}
	made, err := core.Initialize(context.Background(), &vault.InitParams{
		BarrierConfig: &vault.SealConfig{SecretShares: 1, SecretThreshold: 1},
	})
	if err != nil {
		return nil, "", err
	}
	for _, share := range made.SecretShares {
		if _, err := core.Unseal(share); err != nil {
			return nil, "", err
		}
	}
	return core, made.RootToken, nil
}
