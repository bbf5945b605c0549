package simulator

import "net/http"

var projectRoutes = []route{
	{method: "GET", path: "/organization/projects", query: []string{"limit", "after", "include_archived"}, do: (*call).projects},
	{method: "GET", path: "/organization/projects/{project_id}", do: (*call).project},
	{method: "POST", path: "/organization/projects/{project_id}/archive", do: (*call).archive},
}

func (p *project) object() object {
	status := "active"
	if !p.archived.IsZero() {
		status = "archived"
	}
	return object{"id": p.id, "object": "organization.project", "name": p.name, "created_at": p.created.Unix(), "archived_at": stamp(p.archived), "status": status}
}

func (c *call) projects() answer {
	if no := c.admin(); no != nil {
		return *no
	}
	all, no := c.flag("include_archived")
	if no != nil {
		return *no
	}
	var out []listed
	for _, p := range c.w.projectsOf(c.of) {
		if all || p.archived.IsZero() {
			out = append(out, listed{p.id, p.object()})
		}
	}
	return c.page(out, 20, 100)
}

// inProject lets an admin key pass and finds the project of the path.
func (c *call) inProject() (*project, *answer) {
	if no := c.admin(); no != nil {
		return nil, no
	}
	p := c.w.projectByID(c.parts["project_id"])
	if p == nil || p.of != c.of {
		no := missing("project", c.parts["project_id"])
		return nil, &no
	}
	return p, nil
}

// inUse is inProject for what an archived project refuses.
func (c *call) inUse() (*project, *answer) {
	p, no := c.inProject()
	if no == nil && !p.archived.IsZero() {
		a := failure(http.StatusBadRequest, "project_archived", "project_id", "The project is archived.")
		return nil, &a
	}
	return p, no
}

func (c *call) project() answer {
	p, no := c.inProject()
	if no != nil {
		return *no
	}
	return success(p.object())
}

func (c *call) archive() answer {
	p, no := c.inUse()
	if no != nil {
		return *no
	}
	c.do(act{Do: doArchive, On: p.id})
	return success(p.object())
}
