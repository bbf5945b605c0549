package simulator

import (
	"slices"
	"strconv"
	"strings"
)

// hubRepos are the repositories within a token's reach, by name. A fine-grained token and one of
// an installation reach the one that they were made for; a person's token reaches what the person
// may, of which one without the scope sees the public ones only.
func (c *call) hubRepos() []*project {
	k := c.by
	all := slices.DeleteFunc(c.w.projectsOf(c.of), func(p *project) bool {
		switch {
		case k == nil:
			return true
		case k.apart:
			return !p.unnamed
		case c.hubApp(), k.kind == GitHubFineGrained:
			return k.project != p
		case !slices.Contains(hubScopes(k), "repo") && (k.kind == GitHubClassic || k.kind == GitHubOAuth):
			return !p.unnamed
		}
		return k.user == nil || k.user.role != "owner" && !k.user.projects[p.id]
	})
	slices.SortFunc(all, func(a, b *project) int { return strings.Compare(a.name, b.name) })
	return all
}

var hubRepoRoutes = []route{
	{method: "GET", path: "/user/repos", query: []string{"per_page", "page", "sort"}, do: (*call).hubOwn},
	{method: "GET", path: "/repos/{owner}/{repo}/actions/secrets", query: []string{"per_page", "page"}, do: (*call).hubSecrets},
	{method: "GET", path: "/orgs/{org}/actions/secrets", query: []string{"per_page", "page"}, do: (*call).hubOrgSecrets},
}

// hubOwn lists the repositories that a person's token reaches.
func (c *call) hubOwn() answer {
	if no := c.hubMay(); no != nil {
		return *no
	}
	if c.hubApp() {
		return hubError(403, "", "", "Resource not accessible by integration")
	}
	part, no := hubPage(c, c.hubRepos())
	if no != nil {
		return *no
	}
	repos := []object{}
	for _, p := range part {
		repos = append(repos, c.w.hubRepo(p))
	}
	return answer{status: 200, body: repos, used: true}
}

// hubReaches finds the repository of the path within the caller's reach. What is beyond it is not
// there, as the vendor has it.
func (c *call) hubReaches() (*project, *answer) {
	if no := c.hubMay(); no != nil {
		return nil, no
	}
	p := find(c.hubRepos(), func(p *project) bool { return c.parts["owner"] == c.w.orgName && c.parts["repo"] == p.name })
	if p == nil {
		no := hubError(404, "", "", "Not Found")
		return nil, &no
	}
	return p, nil
}

// hubSecrets lists the names of a repository's secrets.
func (c *call) hubSecrets() answer {
	p, no := c.hubReaches()
	if no != nil {
		return *no
	}
	return c.hubSecretList(p.secrets, nil)
}

// hubOrgSecrets lists the organisation's: its owners may.
func (c *call) hubOrgSecrets() answer {
	if no := c.hubMay(); no != nil {
		return *no
	}
	if c.parts["org"] != c.w.orgName || c.by == nil || c.by.user == nil || c.by.user.role != "owner" || !slices.Contains(hubScopes(c.by), "admin:org") {
		return hubError(403, "", "", "You must be an org admin or have the organization secrets fine-grained permission.")
	}
	return c.hubSecretList([]string{"DEPLOY_WEBHOOK"}, object{"visibility": "all"})
}

func (c *call) hubSecretList(names []string, more object) answer {
	list := []object{}
	for _, name := range names {
		s := object{"name": name, "created_at": hubTime(c.w.page.Add(-200 * day)), "updated_at": hubTime(c.w.page.Add(-40 * day))}
		for field, value := range more {
			s[field] = value
		}
		list = append(list, s)
	}
	part, no := hubPage(c, list)
	if no != nil {
		return *no
	}
	return success(object{"total_count": len(list), "secrets": part})
}

// hubPage cuts one page out of a list: of 30 where nothing is said, 100 at most. A page behind the
// end is empty.
func hubPage[T any](c *call, all []T) (part []T, no *answer) {
	size, no := c.number("per_page", 30, 1, 1<<20)
	if no != nil {
		return nil, no
	}
	page, no := c.number("page", 1, 1, 1<<20)
	if no != nil {
		return nil, no
	}
	if c.hits.has("duplicate_page") {
		page = 1
	}
	size = min(size, 100)
	from := min((page-1)*size, len(all))
	return all[from:min(from+size, len(all))], nil
}

// hubInstalled lists the repositories that an installation reaches.
func (c *call) hubInstalled() answer {
	if no := c.hubMay(); no != nil {
		return *no
	}
	if c.by != nil && !c.hubApp() {
		return hubError(403, "", "", "You must authenticate with an installation access token in order to list repositories for an installation.")
	}
	all := c.hubRepos()
	part, no := hubPage(c, all)
	if no != nil {
		return *no
	}
	repos := []object{}
	for _, p := range part {
		repos = append(repos, c.w.hubRepo(p))
	}
	a := success(object{"total_count": len(all), "repositories": repos})
	a.header = c.hubTells()
	return a
}

// hubRepo is a repository as lists tell of it. Public ones are those that scenarios call unnamed:
// they belong to nobody's project.
func (w *World) hubRepo(p *project) object {
	full := w.orgName + "/" + p.name
	api, id := "https://api.github.com/repos/"+full, hubNumber(p.id)
	repo := object{
		"id": id, "node_id": base64url("R" + strconv.FormatInt(id, 10)), "name": p.name, "full_name": full, "private": !p.unnamed,
		"owner": hubAccount(w.orgName, hubNumber("org "+w.orgName), "Organization"), "html_url": "https://github.com/" + full, "description": nil, "fork": false, "url": api,
		"default_branch": "main", "archived": !p.archived.IsZero(), "disabled": false, "language": nil, "license": nil, "homepage": nil, "mirror_url": nil,
		"forks": 0, "forks_count": 0, "open_issues": 0, "open_issues_count": 0, "size": 108, "stargazers_count": 0, "watchers": 0, "watchers_count": 0,
		"has_downloads": true, "has_issues": true, "has_projects": true, "has_wiki": false, "has_pages": false,
		"created_at": hubTime(p.created), "updated_at": hubTime(p.created), "pushed_at": hubTime(p.created),
		"git_url": "git://github.com/" + full + ".git", "ssh_url": "git@github.com:" + full + ".git", "clone_url": "https://github.com/" + full + ".git", "svn_url": "https://github.com/" + full,
		"permissions": object{"admin": false, "maintain": false, "push": true, "triage": true, "pull": true},
	}
	for name, below := range map[string]string{
		"archive": "/{archive_format}{/ref}", "assignees": "/assignees{/user}", "blobs": "/git/blobs{/sha}", "branches": "/branches{/branch}",
		"collaborators": "/collaborators{/collaborator}", "comments": "/comments{/number}", "commits": "/commits{/sha}", "compare": "/compare/{base}...{head}",
		"contents": "/contents/{+path}", "contributors": "/contributors", "deployments": "/deployments", "downloads": "/downloads", "events": "/events",
		"forks": "/forks", "git_commits": "/git/commits{/sha}", "git_refs": "/git/refs{/sha}", "git_tags": "/git/tags{/sha}", "hooks": "/hooks",
		"issue_comment": "/issues/comments{/number}", "issue_events": "/issues/events{/number}", "issues": "/issues{/number}", "keys": "/keys{/key_id}",
		"labels": "/labels{/name}", "languages": "/languages", "merges": "/merges", "milestones": "/milestones{/number}", "notifications": "/notifications{?since,all,participating}",
		"pulls": "/pulls{/number}", "releases": "/releases{/id}", "stargazers": "/stargazers", "statuses": "/statuses/{sha}", "subscribers": "/subscribers",
		"subscription": "/subscription", "tags": "/tags", "teams": "/teams", "trees": "/git/trees{/sha}",
	} {
		repo[name+"_url"] = api + below
	}
	return repo
}
