package identify

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// caskTells: the year and the month of an Azure key's creation.
func caskTells(v string) map[string]string {
	const first = 2024
	if len(v) != 84 {
		return nil
	}
	year, month := int(v[58]-'A'), int(v[59]-'A')
	if year < 0 || year > 40 || month < 0 || month > 11 {
		return nil
	}
	return one("created", fmt.Sprintf("%d-%02d", first+year, month+1))
}

// azureRoles are what keys are for, by the seeds under which their check digits hold.
var azureRoles = map[string]string{
	"MastRW00": "read-write", "MastRO00": "read-only", "SystRW00": "system read-write", "SystRO00": "system read-only", "SysAll00": "system", "Resour00": "resource",
	"Encryp00": "encryption", "Functi00": "function", "Master00": "master", "System00": "system", "PAdmin00": "admin", "Query000": "query",
	"Manage00": "manage", "Send0000": "send", "Listen00": "listen",
}

// azureRole: the role of an Azure key of the first generation.
func azureRole(v string) map[string]string {
	return one("role", azureRoles[identifiable([]byte(v), slices.Sorted(maps.Keys(azureRoles)))])
}

// connectionString: the account, the host and the names in one, never its key.
func connectionString(v string) map[string]string {
	out := map[string]string{}
	for _, field := range strings.Split(v, ";") {
		name, value, _ := strings.Cut(field, "=")
		switch name {
		case "AccountName":
			put(out, "account", value)
		case "Endpoint", "AccountEndpoint", "endpoint":
			if u, err := url.Parse(value); err == nil {
				put(out, "host", u.Host)
			}
		case "HostName":
			put(out, "host", value)
		case "SharedAccessKeyName":
			put(out, "key_name", value)
		case "Id":
			put(out, "key_id", value)
		case "DeviceId":
			put(out, "device", value)
		case "EntityPath":
			put(out, "entity", value)
		}
	}
	return out
}
