package keyring

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"

	"firebreak/providers"
)

// Names of the Secret Service as freedesktop.org specifies them.
const (
	secretsName         = "org.freedesktop.secrets"
	secretsPath         = dbus.ObjectPath("/org/freedesktop/secrets")
	loginPath           = secretsPath + "/collection/login"
	serviceInterface    = "org.freedesktop.Secret.Service"
	collectionInterface = "org.freedesktop.Secret.Collection"
	readProperty        = "org.freedesktop.DBus.Properties.Get"
	errorLocked         = "org.freedesktop.Secret.Error.IsLocked"
	errorUnknown        = "org.freedesktop.DBus.Error.ServiceUnknown"
	errorNoOwner        = "org.freedesktop.DBus.Error.NameHasNoOwner"
	errorDenied         = "org.freedesktop.DBus.Error.AccessDenied"
	errorSpawn          = "org.freedesktop.DBus.Error.Spawn." // prefix: it could not be started
)

// lookAhead asks the bus what would become of a call. Without a session bus it asks nobody:
// the D-Bus library would start a bus and a daemon of its own and leave them running.
func lookAhead() (outlook, error) {
	address, ok := sessionBus()
	if !ok {
		return outlook{}, &Trouble{State: NoService}
	}
	locked, err := collectionIsLocked(address)
	if err != nil {
		return outlook{}, &Trouble{State: verdict(err), Detail: providers.FromOutside(err.Error())}
	}
	if locked && !hasDisplay() {
		return outlook{}, &Trouble{State: Locked}
	}
	return outlook{prompts: locked, locked: locked}, nil
}

// sessionBus returns the address of a bus that is there already.
func sessionBus() (address string, ok bool) {
	address = os.Getenv("DBUS_SESSION_BUS_ADDRESS")
	if address != "" {
		return address, !strings.HasPrefix(address, "autolaunch:")
	}
	runtime := os.Getenv("XDG_RUNTIME_DIR")
	if runtime == "" {
		return "", false
	}
	path := filepath.Join(runtime, "bus")
	info, err := os.Stat(path)
	return "unix:path=" + path, err == nil && info.Mode().Type() == fs.ModeSocket
}

// hasDisplay reports whether a password dialog could be seen by anyone.
func hasDisplay() bool {
	return os.Getenv("WAYLAND_DISPLAY") != "" || os.Getenv("DISPLAY") != ""
}

// errNoCollection: a service runs and has nowhere to keep anything.
var errNoCollection = errors.New("no default collection")

// collectionIsLocked looks at the collection that the keyring library is going to use. It
// reads properties only, which never raises a prompt.
func collectionIsLocked(address string) (bool, error) {
	ctx, cancel := context.WithTimeout(context.Background(), callLimit)
	defer cancel()
	conn, err := dbus.Connect(address, dbus.WithContext(ctx))
	if err != nil {
		return false, err
	}
	defer func() { _ = conn.Close() }() // nothing is in flight
	secrets := conn.Object(secretsName, secretsPath)
	var collections dbus.Variant
	if err := secrets.CallWithContext(ctx, readProperty, 0, serviceInterface, "Collections").Store(&collections); err != nil {
		return false, err
	}
	path := loginPath
	if paths, ok := collections.Value().([]dbus.ObjectPath); !ok || !slices.Contains(paths, loginPath) {
		if err := secrets.CallWithContext(ctx, serviceInterface+".ReadAlias", 0, "default").Store(&path); err != nil {
			return false, err
		}
	}
	if path == "/" {
		return false, errNoCollection
	}
	var locked dbus.Variant
	if err := conn.Object(secretsName, path).CallWithContext(ctx, readProperty, 0, collectionInterface, "Locked").Store(&locked); err != nil {
		return false, err
	}
	is, _ := locked.Value().(bool)
	return is, nil
}

// verdict names the state behind an error by its kind.
func verdict(err error) State {
	var said dbus.Error
	var network *net.OpError
	switch {
	case errors.Is(err, errNoCollection), errors.As(err, &network), errors.Is(err, fs.ErrNotExist):
		return NoService
	case errors.Is(err, context.DeadlineExceeded):
		return TimedOut
	case errors.As(err, &said):
		switch {
		case said.Name == errorLocked:
			return Locked
		case slices.Contains([]string{errorUnknown, errorNoOwner, errorDenied}, said.Name), strings.HasPrefix(said.Name, errorSpawn):
			return NoService
		}
	}
	return Failed
}
