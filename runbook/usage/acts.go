package usage

// class is what a control call does, where that matters to an intrusion.
type class string

const (
	classEnable  class = "enable"
	classPersist class = "persist"
	classEvade   class = "evade"
	classSecrets class = "secrets"
	classShare   class = "share"
	classRun     class = "run"
)

// classes by the operation's name, as the services spell it.
var classes = map[string]class{
	"CreateAccessKey": classPersist, "CreateUser": classPersist, "CreateLoginProfile": classPersist, "UpdateLoginProfile": classPersist,
	"StopLogging": classEvade, "DeleteTrail": classEvade,
}

// classOf is the class of an operation of a service; "" for one that only looks.
func classOf(_, action string) class { return classes[action] }
