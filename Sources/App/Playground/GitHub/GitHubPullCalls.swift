import HTTPTypes
import Hummingbird

/// Pull requests and what hangs on them, by REST.
extension GitHubCall {
    func json(_ pulls: [PullRequest]) async -> [JSON] {
        var list: [JSON] = []
        for pull in pulls { list.append(await self.host.json(pull, in: self.name)) }
        return list
    }

    func pulls() async throws -> Response {
        switch (self.method, self.path.count, self.path.last) {
        case ("GET", 0, _): return try await self.listPulls()
        case ("POST", 0, _):
            let pull = try await self.host.createPull(self.body, in: self.name, by: self.caller)
            return .json(await self.host.json(pull, in: self.name), status: .created)
        case ("GET", 1, _): return try await self.showPull()
        case ("PATCH", 1, _):
            let pull = try await self.host.editPull(try self.number(), self.body, in: self.name, by: self.caller)
            return .json(await self.host.json(pull, in: self.name))
        case ("GET", 2, "files"): return try await self.pullFiles()
        case ("GET", 2, "commits"): return try await self.pullCommits()
        case ("GET", 2, "comments"): return self.page([], url: "")
        case (_, 2..., _) where self.path[1] == "reviews": return try await self.reviews()
        case ("GET", 2, "merge"):
            let isMerged = try await self.host.pull(try self.number(), in: self.name).isMerged
            if isMerged { return Response(status: .noContent) }
            throw GitHubError.notFound
        case ("PUT", 2, "merge"):
            let pull = try await self.host.merge(try self.number(), self.body, in: self.name, by: self.caller)
            return .json([
                "sha": JSON(pull.mergeSHA), "merged": true, "message": "Pull Request successfully merged",
            ])
        case (_, 2, "requested_reviewers"): return try await self.requestReviewers()
        default: throw GitHubError.notFound
        }
    }

    private func listPulls() async throws -> Response {
        let state = self.query["state"] ?? "open"
        let head = self.query["head"].map { $0.split(separator: ":").last.map(String.init) ?? $0 }
        let found = (await self.host.pulls[self.name] ?? []).filter { pull in
            (state == "all" || pull.isOpen == (state == "open")) && (head == nil || pull.headBranch == head)
                && (self.query["base"] == nil || pull.baseBranch == self.query["base"])
        }
        let newest = found.sorted { $0.number > $1.number }
        return self.page(await self.json(newest), url: "\(await self.host.apiURL(self.name))/pulls")
    }

    private func showPull() async throws -> Response {
        let pull = try await self.host.pull(try self.number(), in: self.name)
        let comparison = try await self.repository.compare(pull.baseSHA, pull.headSHA)
        if self.isAccepting("diff") || self.isAccepting("patch") {
            return .text(comparison?.diff ?? "", type: "application/vnd.github.diff; charset=utf-8")
        }
        let merging = try await self.host.mergeability(of: pull, in: self.name)
        let files = comparison?.files ?? []
        return .json(
            await self.host.json(pull, in: self.name).merging([
                "mergeable": pull.isOpen ? .bool(merging.isMergeable) : nil,
                "mergeable_state": .string(merging.state), "rebaseable": .bool(merging.isMergeable),
                "commits": .int(comparison?.commits.count ?? 0), "changed_files": .int(files.count),
                "additions": .int(files.reduce(0) { $0 + $1.additions }),
                "deletions": .int(files.reduce(0) { $0 + $1.deletions }),
            ]))
    }

    private func pullFiles() async throws -> Response {
        let pull = try await self.host.pull(try self.number(), in: self.name)
        let files = try await self.repository.compare(pull.baseSHA, pull.headSHA)?.files ?? []
        let url = "\(await self.host.apiURL(self.name))/pulls/\(pull.number)/files"
        return self.page(await self.json(files, at: pull.headSHA), url: url)
    }

    private func pullCommits() async throws -> Response {
        let pull = try await self.host.pull(try self.number(), in: self.name)
        var list: [JSON] = []
        for commit in try await self.repository.compare(pull.baseSHA, pull.headSHA)?.commits ?? [] {
            list.append(await self.host.json(commit, in: self.name))
        }
        return self.page(list, url: "\(await self.host.apiURL(self.name))/pulls/\(pull.number)/commits")
    }

    private func requestReviewers() async throws -> Response {
        let names = (self.body["reviewers"]?.array ?? []).compactMap(\.string)
        let pull = try await self.host.updatePull(try self.number(), in: self.name) { pull in
            pull.reviewers += names.filter { !pull.reviewers.contains($0) }
        }
        return .json(await self.host.json(pull, in: self.name), status: .created)
    }

    /// Comments, labels and assignees; a pull request is an issue too.
    func issues() async throws -> Response {
        let number = try self.number()
        let pull = try await self.host.pull(number, in: self.name)
        switch (self.method, self.path.count > 1 ? self.path[1] : "") {
        case ("GET", ""), ("PATCH", ""):
            let shown =
                self.method == "PATCH"
                ? try await self.host.editPull(number, self.body, in: self.name, by: self.caller) : pull
            return .json(await self.host.json(shown, in: self.name))
        case ("GET", "comments"):
            return self.page(
                pull.comments.map(Self.json), url: "\(await self.host.apiURL(self.name))/issues/\(number)/comments")
        case ("POST", "comments"):
            let comment = PullRequest.Comment(
                id: await self.host.makeID(), author: self.caller, body: try self.text("body", of: "IssueComment"),
                createdAt: await self.host.timestamp())
            _ = try await self.host.updatePull(number, in: self.name) { $0.comments.append(comment) }
            return .json(Self.json(comment), status: .created)
        case ("GET", "labels"): return .json(.array(pull.labels.map { ["name": .string($0)] }))
        case ("POST", "labels"), ("PUT", "labels"):
            let names = (self.body["labels"]?.array ?? self.body.array ?? []).compactMap {
                $0.string ?? $0["name"]?.string
            }
            let changed = try await self.host.updatePull(number, in: self.name) { pull in
                pull.labels += names.filter { !pull.labels.contains($0) }
            }
            return .json(.array(changed.labels.map { ["name": .string($0)] }))
        case ("POST", "assignees"):
            let names = (self.body["assignees"]?.array ?? []).compactMap(\.string)
            let changed = try await self.host.updatePull(number, in: self.name) { pull in
                pull.assignees += names.filter { !pull.assignees.contains($0) }
            }
            return .json(await self.host.json(changed, in: self.name), status: .created)
        default: throw GitHubError.notFound
        }
    }

    private static func json(_ comment: PullRequest.Comment) -> JSON {
        [
            "id": .int(comment.id), "body": .string(comment.body), "user": ["login": .string(comment.author)],
            "created_at": .string(comment.createdAt), "updated_at": .string(comment.createdAt),
        ]
    }

    /// Commit statuses are taken and not kept: nothing in the story reads them.
    func createStatus() async throws -> Response {
        _ = try await self.commit(self.rest)
        return .json(
            ["id": .int(await self.host.makeID()), "state": self.body["state"] ?? "pending"], status: .created)
    }

    func collaborators() async throws -> Response {
        guard let login = self.path.first else { return self.page([], url: "") }
        guard await self.host.users[login] != nil else { throw GitHubError.notFound }
        guard self.path.last == "permission" else { return Response(status: .noContent) }
        return .json([
            "permission": "write", "role_name": "write", "user": await self.host.json(self.host.user(login)),
        ])
    }
}
