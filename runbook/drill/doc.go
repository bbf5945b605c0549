// Package drill rehearses an incident: a scenario as data, a clock, a stage (a simulated
// world, a folder with what leaked) and, at the end, a debrief and a score.
//
// Rules of the house: a drill is the real program talking to the simulator, so nothing here
// knows a provider's calls, and every move of a player or a script is one of the engine's
// actions. What the provider would not tell is no evidence. The same seed and the same actions
// give the same world, journal and score. Everything is written below the drill's folder.
package drill
