extension GitHubHost {
    func createPull(_ fields: JSON, in name: String, by login: String) async throws -> PullRequest {
        let repository = try self.repository(name)
        guard let title = fields["title"]?.string, !title.isEmpty else {
            throw GitHubError.invalid("PullRequest", "title", "missing_field")
        }
        let owner = name.split(separator: "/").first.map(String.init) ?? ""
        var head = fields["head"]?.string ?? ""
        if head.hasPrefix("\(owner):") { head = String(head.dropFirst(owner.count + 1)) }
        let base = fields["base"]?.string ?? ""
        let branches = try await repository.branches()
        guard let baseSHA = branches[base] else { throw GitHubError.invalid("PullRequest", "base", "invalid") }
        guard let headSHA = branches[head] else { throw GitHubError.invalid("PullRequest", "head", "invalid") }
        if self.pulls[name]?.contains(where: { $0.isOpen && $0.headBranch == head && $0.baseBranch == base }) ?? false {
            throw GitHubError.invalid(
                "PullRequest", "", "custom", "A pull request already exists for \(owner):\(head).")
        }
        if try await repository.isAncestor(headSHA, of: baseSHA) {
            throw GitHubError.invalid("PullRequest", "", "custom", "No commits between \(base) and \(head)")
        }
        let time = self.timestamp()
        let pull = PullRequest(
            number: (self.pulls[name]?.map(\.number).max() ?? 0) + 1, title: title, body: fields["body"]?.string ?? "",
            author: login, headBranch: head, headSHA: headSHA, baseBranch: base, baseSHA: baseSHA,
            isDraft: fields["draft"]?.bool ?? false, createdAt: time, updatedAt: time)
        // In the list before the next suspension, so that no other task takes the number.
        self.pulls[name, default: []].append(pull)
        self.changed()
        try await repository.git.run(["update-ref", "refs/pull/\(pull.number)/head", headSHA])
        self.tell("opened", pull, in: name, by: login)
        return pull
    }

    func editPull(_ number: Int, _ fields: JSON, in name: String, by login: String) async throws -> PullRequest {
        let before = try self.pull(number, in: name)
        let state = fields["state"]?.string
        if state == "open" && before.isMerged { throw GitHubError.invalid("PullRequest", "state", "invalid") }
        let after = try self.updatePull(number, in: name) { pull in
            if let title = fields["title"]?.string { pull.title = title }
            if let body = fields["body"]?.string { pull.body = body }
            if let base = fields["base"]?.string { pull.baseBranch = base }
            if state == "closed" && pull.isOpen {
                pull.isOpen = false
                pull.closedAt = self.timestamp()
            } else if state == "open" {
                pull.isOpen = true
                pull.closedAt = nil
            }
        }
        if before.isOpen && !after.isOpen { self.tell("closed", after, in: name, by: login) }
        if !before.isOpen && after.isOpen { self.tell("reopened", after, in: name, by: login) }
        return after
    }

    func setDraft(_ isDraft: Bool, nodeID: String, by login: String) throws -> (PullRequest, String) {
        for (name, pulls) in self.pulls {
            guard let pull = pulls.first(where: { $0.nodeID == nodeID }) else { continue }
            let changed = try self.updatePull(pull.number, in: name) { $0.isDraft = isDraft }
            if pull.isDraft != isDraft {
                self.tell(isDraft ? "converted_to_draft" : "ready_for_review", changed, in: name, by: login)
            }
            return (changed, name)
        }
        throw GitHubError.notFound
    }

    /// Whether the pull request merges without a conflict, counted by git on the branches as they are now.
    func mergeability(of pull: PullRequest, in name: String) async throws -> (isMergeable: Bool, state: String) {
        let repository = try self.repository(name)
        guard pull.isOpen, let base = try await repository.commit("refs/heads/\(pull.baseBranch)") else {
            return (false, "unknown")
        }
        guard try await repository.mergedTree(base, pull.headSHA) != nil else { return (false, "dirty") }
        return (true, pull.isDraft ? "draft" : "clean")
    }

    /// Merges exactly `sha`, squashed or as a merge commit.
    func merge(_ number: Int, _ fields: JSON, in name: String, by login: String) async throws -> PullRequest {
        let repository = try self.repository(name)
        let pull = try self.pull(number, in: name)
        if let sha = fields["sha"]?.string, sha != pull.headSHA {
            throw GitHubError(409, "Head branch was modified. Review and try the merge again.")
        }
        guard pull.isOpen, !pull.isDraft else {
            throw GitHubError(405, pull.isDraft ? "Pull Request is still a draft" : "Pull Request is not mergeable")
        }
        let base = "refs/heads/\(pull.baseBranch)"
        guard let old = try await repository.commit(base), let tree = try await repository.mergedTree(old, pull.headSHA)
        else { throw GitHubError(405, "Pull Request is not mergeable") }
        let isSquash = (fields["merge_method"]?.string ?? "merge") != "merge"
        let title = fields["commit_title"]?.string ?? "\(pull.title) (#\(number))"
        let detail = fields["commit_message"]?.string ?? ""
        let user = self.user(login)
        let commit = try await repository.makeCommit(
            tree: tree, parents: isSquash ? [old] : [old, pull.headSHA],
            message: detail.isEmpty ? title : "\(title)\n\n\(detail)",
            author: GitIdentity(name: user.name, email: user.email))
        // Merged before the ref moves: the push webhook must not find the pull request still open.
        let merged = try self.updatePull(number, in: name) { pull in
            pull.isOpen = false
            pull.mergeSHA = commit
            pull.mergedBy = login
            pull.mergedAt = self.timestamp()
            pull.closedAt = pull.mergedAt
        }
        guard try await self.move(base, from: old, to: commit, in: name, by: login) else {
            _ = try self.updatePull(number, in: name) { $0 = pull }
            throw GitHubError(409, "Base branch was modified. Review and try the merge again.")
        }
        self.tell("closed", merged, in: name, by: login)
        return merged
    }
}
