// Package exposure finds where a key stands: in the files of given folders and in all objects
// of the git repositories among them, reachable or not, plain or encoded.
//
// Rules: what is searched may be hostile. Links are not followed out of a place, pipes and
// devices are never opened, everything has a budget. Git is only asked for objects, from an
// empty repository folder of our own: the configuration, hooks and attributes of the searched
// one are never read by it; references and logs are read by us. Coverage is part of every
// result, and what was not looked at is counted with its reason: the absence of hits says
// something only about a place that is complete. Text that holds the key leaves here with the
// key blotted out.
package exposure
