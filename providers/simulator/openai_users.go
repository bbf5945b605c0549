package simulator

import "slices"

var userRoutes = []route{
	{method: "GET", path: "/organization/users", query: []string{"limit", "after", "emails"}, do: (*call).users},
	{method: "GET", path: "/organization/users/{user_id}", do: (*call).user},
	{method: "GET", path: "/organization/projects/{project_id}/users", query: []string{"limit", "after"}, do: (*call).projectUsers},
	{method: "GET", path: "/organization/projects/{project_id}/users/{user_id}", do: (*call).projectUser},
}

func (u *user) object() object {
	return object{"object": "organization.user", "id": u.id, "name": u.name, "email": u.mail, "role": u.role, "added_at": u.added.Unix()}
}

func (u *user) inProject() object {
	return object{"object": "organization.project.user", "id": u.id, "name": u.name, "email": u.mail, "role": "member", "added_at": u.added.Unix()}
}

func (c *call) users() answer {
	if no := c.admin(); no != nil {
		return *no
	}
	mails := c.list("emails")
	var out []listed
	for _, u := range c.w.users {
		if len(mails) == 0 || slices.Contains(mails, u.mail) {
			out = append(out, listed{u.id, u.object()})
		}
	}
	return c.page(out, 20, 100)
}

func (c *call) user() answer {
	if no := c.admin(); no != nil {
		return *no
	}
	if u := c.w.userByID(c.parts["user_id"]); u != nil {
		return success(u.object())
	}
	return missing("user", c.parts["user_id"])
}

func (c *call) projectUsers() answer {
	p, no := c.inUse()
	if no != nil {
		return *no
	}
	var out []listed
	for _, u := range c.w.users {
		if u.projects[p.id] {
			out = append(out, listed{u.id, u.inProject()})
		}
	}
	return c.page(out, 20, 100)
}

func (c *call) projectUser() answer {
	p, no := c.inUse()
	if no != nil {
		return *no
	}
	if u := c.w.userByID(c.parts["user_id"]); u != nil && u.projects[p.id] {
		return success(u.inProject())
	}
	return missing("user", c.parts["user_id"])
}
