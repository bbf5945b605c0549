package simulator

// openaiModels is what the organisation may use. The limits are high enough never to bind
// until somebody lowers them.
var openaiModels = []modelInfo{
	{"gpt-4.1-mini", 1744318173, 30_000, 150_000_000, 0, price{0.40, 0.10, 1.60}, ""},
	{"gpt-4o-mini", 1721172741, 30_000, 150_000_000, 0, price{0.15, 0.075, 0.60}, ""},
	{"gpt-4o", 1715367049, 10_000, 30_000_000, 0, price{2.50, 1.25, 10}, ""},
	{"gpt-5", 1754425777, 15_000, 40_000_000, 0, price{1.25, 0.125, 10}, ""},
	{"gpt-5-mini", 1754425928, 30_000, 180_000_000, 0, price{0.25, 0.025, 2}, ""},
	{"o3", 1744225308, 10_000, 30_000_000, 0, price{2, 0.50, 8}, ""},
	{"text-embedding-3-small", 1705948997, 10_000, 10_000_000, 0, price{0.02, 0.02, 0}, "embeddings"},
	{"text-embedding-3-large", 1705953180, 10_000, 10_000_000, 0, price{0.13, 0.13, 0}, "embeddings"},
	{"gpt-image-1", 1745517030, 10_000, 8_000_000, 250, price{0, 0, 167_500}, "images"},
	{"omni-moderation-latest", 1731689265, 10_000, 10_000_000, 0, price{0, 0, 0}, ""},
	{"whisper-1", 1677532384, 10_000, 10_000_000, 0, price{100, 100, 0}, ""},
	{"tts-1", 1681940951, 10_000, 10_000_000, 0, price{15, 15, 0}, ""},
}

var modelRoutes = []route{{method: "GET", path: "/models", do: (*call).models}}

func (c *call) models() answer {
	a := answer{}
	if no := c.model(scopeModels); no != nil {
		a = *no
	} else {
		var data []object
		for _, m := range c.of.models {
			data = append(data, object{"id": m.id, "object": "model", "created": m.created, "owned_by": "system"})
		}
		a = success(object{"object": "list", "data": data})
	}
	if a.header == nil {
		a.header = map[string]string{}
	}
	if a.status != 401 {
		for name, value := range c.pacing() {
			a.header[name] = value
		}
	}
	return a
}
