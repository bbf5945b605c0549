// Package exposure finds where a key stands: in the files of given folders and in all objects
// of the git repositories among them, reachable or not, plain or encoded.
//
// Rules: what is searched may be hostile. Links are not followed out of a place, pipes and
// devices are never opened, everything has a budget. No git program is started: objects,
// references and logs are read by us, and the configuration, hooks and attributes of a
// searched repository mean nothing. Coverage is part of every result, and what was not looked
// at is counted with its reason: the absence of hits says something only about a place that is
// complete. Text that holds the key leaves here with the key blotted out.
package exposure
