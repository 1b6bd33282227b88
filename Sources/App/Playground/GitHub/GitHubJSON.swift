/// Things as GitHub's REST API shows them.
extension GitHubHost {
    func apiURL(_ name: String) -> String { "\(self.address.gitHubAPI)/repos/\(name)" }
    func webURL(_ name: String) -> String { "\(self.address.gitHubWeb)/\(name)" }

    func json(_ user: GitHubUser) -> JSON {
        [
            "login": .string(user.login), "id": .int(Self.number(of: user.login)),
            "node_id": .string("U_kgDO\(Self.number(of: user.login))"),
            "type": user.isBot ? "Bot" : "User", "site_admin": false, "name": .string(user.name),
            "email": .string(user.email), "avatar_url": "", "gravatar_id": "",
            "url": .string("\(self.address.gitHubAPI)/users/\(user.login)"),
            "html_url": .string("\(self.address.gitHubWeb)/\(user.login)"),
        ]
    }

    /// The same small number for the same name, in every run.
    private static func number(of name: String) -> Int {
        name.utf8.reduce(7) { ($0 * 31 + Int($1)) % 9_999_991 }
    }

    func json(repository name: String) -> JSON {
        let parts = name.split(separator: "/").map(String.init)
        let owner = parts.first ?? ""
        return [
            "id": .int(Self.number(of: name)), "node_id": .string("R_kgDO\(Self.number(of: name))"),
            "name": .string(parts.last ?? ""), "full_name": .string(name), "private": true, "fork": false,
            "owner": [
                "login": .string(owner), "id": .int(Self.number(of: owner)), "type": "Organization",
                "name": .string(owner), "email": nil, "node_id": .string("O_kgDO\(Self.number(of: owner))"),
                "site_admin": false,
            ],
            "html_url": .string(self.webURL(name)), "url": .string(self.apiURL(name)),
            "clone_url": .string(self.address.cloneURL(name)), "git_url": .string(self.address.cloneURL(name)),
            "description": "A small web shop", "default_branch": .string(Self.defaultBranch),
            "archived": false, "disabled": false, "visibility": "private", "language": "Python",
            "created_at": "2025-01-07T09:00:00Z", "updated_at": .string(self.timestamp()),
            "pushed_at": .string(self.timestamp()),
            "permissions": ["admin": false, "maintain": false, "push": true, "triage": true, "pull": true],
            "allow_squash_merge": true, "allow_merge_commit": true, "allow_rebase_merge": true,
        ]
    }

    func json(_ pull: PullRequest, in name: String) -> JSON {
        let api = "\(self.apiURL(name))/pulls/\(pull.number)"
        let web = "\(self.webURL(name))/pull/\(pull.number)"
        let author = self.json(self.user(pull.author))
        return [
            "id": .int(7_000_000 + pull.number), "node_id": .string(pull.nodeID), "number": .int(pull.number),
            "state": pull.isOpen ? "open" : "closed", "locked": false, "draft": .bool(pull.isDraft),
            "title": .string(pull.title), "body": .string(pull.body), "user": author, "url": .string(api),
            "html_url": .string(web), "diff_url": .string("\(web).diff"), "patch_url": .string("\(web).patch"),
            "issue_url": .string("\(self.apiURL(name))/issues/\(pull.number)"),
            "created_at": .string(pull.createdAt), "updated_at": .string(pull.updatedAt),
            "closed_at": JSON(pull.closedAt), "merged_at": JSON(pull.mergedAt), "merged": .bool(pull.isMerged),
            "merge_commit_sha": JSON(pull.mergeSHA),
            "merged_by": pull.mergedBy.map { self.json(self.user($0)) } ?? nil,
            "labels": .array(pull.labels.map { ["name": .string($0), "color": "ededed"] }),
            "assignees": .array(pull.assignees.map { self.json(self.user($0)) }),
            "requested_reviewers": .array(pull.reviewers.map { self.json(self.user($0)) }),
            "comments": .int(pull.comments.count), "review_comments": 0, "author_association": "MEMBER",
            "head": self.side(pull.headBranch, pull.headSHA, in: pull.fork ?? name),
            "base": self.side(pull.baseBranch, pull.baseSHA, in: name),
            "auto_merge": nil, "milestone": nil, "maintainer_can_modify": .bool(pull.maintainersMayPush),
        ]
    }

    private func side(_ branch: String, _ sha: String, in name: String) -> JSON {
        let owner = name.split(separator: "/").first.map(String.init) ?? ""
        return [
            "label": .string("\(owner):\(branch)"), "ref": .string(branch), "sha": .string(sha),
            "user": ["login": .string(owner), "type": "Organization"], "repo": self.json(repository: name),
        ]
    }

    func json(_ commit: GitCommit, in name: String) -> JSON {
        func identity(_ signature: GitCommit.Signature) -> JSON {
            ["name": .string(signature.name), "email": .string(signature.email), "date": .string(signature.date)]
        }
        func account(_ signature: GitCommit.Signature) -> JSON {
            self.user(email: signature.email).map { self.json($0) } ?? nil
        }
        return [
            "sha": .string(commit.id), "node_id": .string("C_kwDO\(commit.id.prefix(12))"),
            "url": .string("\(self.apiURL(name))/commits/\(commit.id)"),
            "html_url": .string("\(self.webURL(name))/commit/\(commit.id)"),
            "commit": [
                "author": identity(commit.author), "committer": identity(commit.committer),
                "message": .string(commit.message), "tree": ["sha": .string(commit.tree)], "comment_count": 0,
                "verification": ["verified": false, "reason": "unsigned"],
            ],
            "author": account(commit.author), "committer": account(commit.committer),
            "parents": .array(commit.parents.map { ["sha": .string($0)] }),
        ]
    }

    func json(_ file: FileDiff, in name: String, at head: String) -> JSON {
        var json: JSON = [
            "sha": .string(file.blob), "filename": .string(file.path), "status": .string(file.status.rawValue),
            "additions": .int(file.additions), "deletions": .int(file.deletions),
            "changes": .int(file.additions + file.deletions),
            "contents_url": .string("\(self.apiURL(name))/contents/\(file.path)?ref=\(head)"),
            "blob_url": .string("\(self.webURL(name))/blob/\(head)/\(file.path)"),
            "raw_url": .string("\(self.webURL(name))/raw/\(head)/\(file.path)"),
        ]
        if let patch = file.patch { json["patch"] = .string(patch) }
        if let old = file.previousPath { json["previous_filename"] = .string(old) }
        return json
    }
}
