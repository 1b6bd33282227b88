import FoundationEssentials

/// The webhooks, in the shapes of GitHub's.
extension GitHubHost {
    func pushPayload(_ move: RefMove, in name: String, by login: String?) async throws -> (
        webhook: Webhook, sender: String
    ) {
        let repository = try self.repository(name)
        let absent = String(repeating: "0", count: 40)
        let commits = try await self.pushedCommits(move, in: name)
        let isForced: Bool =
            if let before = move.before, let after = move.after {
                try await !repository.isAncestor(before, of: after)
            } else { false }
        let sender = login ?? commits.last.flatMap { self.user(email: $0.commit.author.email)?.login } ?? "tom-berger"
        let user = self.user(sender)
        let payload: JSON = [
            "ref": .string(move.ref), "before": .string(move.before ?? absent), "after": .string(move.after ?? absent),
            "created": .bool(move.before == nil), "deleted": .bool(move.after == nil), "forced": .bool(isForced),
            "base_ref": nil,
            "compare": .string(
                "\(self.webURL(name))/compare/\((move.before ?? absent).prefix(12))...\((move.after ?? absent).prefix(12))"
            ),
            "commits": .array(commits.map { self.pushedCommit($0, in: name) }),
            "head_commit": commits.last.map { self.pushedCommit($0, in: name) } ?? nil,
            "repository": self.json(repository: name), "sender": self.json(user),
            "pusher": ["name": .string(user.login), "email": .string(user.email)],
        ]
        let summary = "\(move.branch ?? move.ref) \(move.after?.prefix(7) ?? "deleted")"
        return (Webhook(id: RandomNames.guid(), event: "push", body: payload.bytes, summary: summary), sender)
    }

    typealias PushedCommit = (commit: GitCommit, paths: [(status: String, path: String)])

    /// At most twenty, oldest first, each with its paths.
    private func pushedCommits(_ move: RefMove, in name: String) async throws -> [PushedCommit] {
        guard let after = move.after else { return [] }
        let repository = try self.repository(name)
        let base = move.before ?? self.known[name]?["refs/heads/\(Self.defaultBranch)"]
        let log = try await repository.history(after, excluding: base == after ? nil : base, limit: 20)
        let commits = move.before == nil && base == after ? [] : log
        var result: [PushedCommit] = []
        for commit in commits.reversed() {
            guard let parent = commit.parents.first else {
                let paths = try await repository.tree(commit.id, recursive: true).filter { $0.type == "blob" }
                result.append((commit, paths.map { ("A", $0.path) }))
                continue
            }
            result.append((commit, try await repository.changedPaths(parent, commit.id)))
        }
        return result
    }

    private func pushedCommit(_ pushed: PushedCommit, in name: String) -> JSON {
        let commit = pushed.commit
        func paths(_ status: String) -> JSON { JSON(pushed.paths.filter { $0.status == status }.map(\.path)) }
        return [
            "id": .string(commit.id), "tree_id": .string(commit.tree), "distinct": true,
            "message": .string(commit.message), "timestamp": .string(commit.committer.date),
            "url": .string("\(self.webURL(name))/commit/\(commit.id)"),
            "author": self.pushIdentity(commit.author), "committer": self.pushIdentity(commit.committer),
            "added": paths("A"), "removed": paths("D"), "modified": paths("M"),
        ]
    }

    private func pushIdentity(_ signature: GitCommit.Signature) -> JSON {
        var identity: JSON = ["name": .string(signature.name), "email": .string(signature.email)]
        if let user = self.user(email: signature.email) { identity["username"] = .string(user.login) }
        return identity
    }

    /// A `pull_request` event, handed to the courier.
    func tell(_ action: String, _ pull: PullRequest, in name: String, by login: String, extra: JSON = [:]) {
        self.courier.send(self.pullWebhook(action, pull, in: name, by: login, extra: extra))
    }

    package func pullWebhook(
        _ action: String, _ pull: PullRequest, in name: String, by login: String, extra: JSON = [:]
    ) -> Webhook {
        let payload: JSON = [
            "action": .string(action), "number": .int(pull.number), "pull_request": self.json(pull, in: name),
            "repository": self.json(repository: name), "sender": self.json(self.user(login)),
        ]
        return Webhook(
            id: RandomNames.guid(), event: "pull_request", body: payload.merging(extra).bytes,
            summary: "#\(pull.number) \(action)")
    }
}
