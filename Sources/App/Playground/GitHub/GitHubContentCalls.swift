import Cryptography
import FoundationEssentials
import HTTPTypes
import Hummingbird

/// Files, branches, commits and comparisons by REST.
extension GitHubCall {
    func branches() async throws -> Response {
        guard self.method == "GET" else { throw GitHubError.notFound }
        let branches = try await self.repository.branches()
        let api = await self.host.apiURL(self.name)
        func json(_ name: String, _ sha: String) -> JSON {
            [
                "name": .string(name), "protected": .bool(name == GitHubHost.defaultBranch),
                "commit": ["sha": .string(sha), "url": .string("\(api)/commits/\(sha)")],
            ]
        }
        if self.path.isEmpty {
            return self.page(branches.sorted { $0.key < $1.key }.map(json), url: "\(api)/branches")
        }
        guard let sha = branches[self.rest] else { throw GitHubError(404, "Branch not found") }
        return .json(json(self.rest, sha))
    }

    func commits() async throws -> Response {
        let parts = self.path
        switch parts.last {
        case "check-runs", "check-suites":
            return .json(["total_count": 0, "check_runs": [], "check_suites": []])
        case "status", "statuses":
            let sha = try await self.commit(parts.dropLast().joined(separator: "/"))
            return .json(["state": "success", "sha": .string(sha), "total_count": 0, "statuses": []])
        case "pulls":
            let sha = try await self.commit(parts.dropLast().joined(separator: "/"))
            let pulls = (await self.host.pulls[self.name] ?? []).filter { $0.headSHA == sha || $0.mergeSHA == sha }
            return .json(.array(await self.json(pulls)))
        case nil: return try await self.listCommits()
        default: return try await self.showCommit()
        }
    }

    private func listCommits() async throws -> Response {
        let start = try await self.commit(self.query["sha"] ?? GitHubHost.defaultBranch)
        var list: [JSON] = []
        for commit in try await self.repository.history(start, limit: 250) {
            list.append(await self.host.json(commit, in: self.name))
        }
        return self.page(list, url: "\(await self.host.apiURL(self.name))/commits")
    }

    private func showCommit() async throws -> Response {
        let id = try await self.commit(self.rest)
        if self.isAccepting("sha") { return .text(id) }
        guard let commit = try await self.repository.history(id, limit: 1).first else { throw GitHubError.notFound }
        // Git's own name of the empty tree: what a first commit is compared with.
        let parent = commit.parents.first ?? "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
        let diff = try await self.repository.diff(parent, id)
        if self.isAccepting("diff") { return .text(diff, type: "application/vnd.github.diff; charset=utf-8") }
        let files = FileDiff.parse(diff)
        var json = await self.host.json(commit, in: self.name)
        json["files"] = .array(await self.json(files, at: id))
        json["stats"] = [
            "additions": .int(files.reduce(0) { $0 + $1.additions }),
            "deletions": .int(files.reduce(0) { $0 + $1.deletions }),
            "total": .int(files.reduce(0) { $0 + $1.additions + $1.deletions }),
        ]
        return .json(json)
    }

    func json(_ files: [FileDiff], at head: String) async -> [JSON] {
        let host = self.host
        var list: [JSON] = []
        for file in files { list.append(await host.json(file, in: self.name, at: head)) }
        return list
    }

    func compare() async throws -> Response {
        let sides = self.rest.split(separator: "...", maxSplits: 1).map(String.init)
        guard sides.count == 2 else { throw GitHubError.notFound }
        async let base = self.commit(sides[0])
        async let head = self.commit(sides[1])
        guard let comparison = try await self.repository.compare(base, head) else {
            throw GitHubError(404, "No common ancestor between \(sides[0]) and \(sides[1]).")
        }
        if self.isAccepting("diff") {
            return .text(comparison.diff, type: "application/vnd.github.diff; charset=utf-8")
        }
        var commits: [JSON] = []
        for commit in comparison.commits { commits.append(await self.host.json(commit, in: self.name)) }
        let status =
            switch (comparison.ahead, comparison.behind) {
            case (0, 0): "identical"
            case (_, 0): "ahead"
            case (0, _): "behind"
            default: "diverged"
            }
        return .json([
            "status": .string(status), "ahead_by": .int(comparison.ahead), "behind_by": .int(comparison.behind),
            "total_commits": .int(comparison.ahead), "commits": .array(commits),
            "base_commit": ["sha": .string(comparison.base)],
            "merge_base_commit": ["sha": .string(comparison.mergeBase)],
            "files": .array(await self.json(Array(comparison.files.prefix(300)), at: comparison.head)),
            "html_url": .string("\(await self.host.webURL(self.name))/compare/\(self.rest)"),
        ])
    }

    func contents() async throws -> Response {
        switch self.method {
        case "GET": try await self.getContents()
        case "PUT": try await self.putContents()
        default: throw GitHubError.notFound
        }
    }

    private func getContents() async throws -> Response {
        let commit = try await self.commit(self.query["ref"] ?? GitHubHost.defaultBranch)
        guard let object = try await self.repository.object("\(commit):\(self.rest)") else {
            throw GitHubError.notFound
        }
        if object.type == "tree" { return try await self.listFolder(commit) }
        if self.isAccepting("raw") { return .bytes(object.content, type: "application/vnd.github.raw; charset=utf-8") }
        return .json(
            (await self.entry(self.rest, object.id, "file", object.content.count, commit)).merging([
                "encoding": "base64", "content": .string(Base64.encode(object.content)),
            ]))
    }

    private func listFolder(_ commit: String) async throws -> Response {
        var list: [JSON] = []
        for entry in try await self.repository.tree(commit, path: self.rest, recursive: false) {
            let path = self.rest.isEmpty ? entry.path : "\(self.rest)/\(entry.path)"
            list.append(
                await self.entry(path, entry.id, entry.type == "tree" ? "dir" : "file", entry.size ?? 0, commit))
        }
        return .json(.array(list))
    }

    private func entry(_ path: String, _ id: String, _ type: String, _ size: Int, _ commit: String) async -> JSON {
        [
            "type": .string(type), "path": .string(path), "sha": .string(id), "size": .int(size),
            "name": .string(path.split(separator: "/").last.map(String.init) ?? path),
            "url": .string("\(await self.host.apiURL(self.name))/contents/\(path)?ref=\(commit)"),
            "html_url": .string("\(await self.host.webURL(self.name))/blob/\(commit)/\(path)"),
            "git_url": .string("\(await self.host.apiURL(self.name))/git/blobs/\(id)"), "download_url": nil,
        ]
    }

    /// Creates or changes one file on a branch.
    private func putContents() async throws -> Response {
        guard Self.isSafePath(self.rest) else { throw GitHubError(422, "path contains a malformed path component") }
        let message = try self.text("message", of: "Content")
        guard let content = Base64.decode(try self.text("content", of: "Content").filter { !$0.isWhitespace }) else {
            throw GitHubError(422, "content is not valid Base64")
        }
        let ref = "refs/heads/\(self.body["branch"]?.string ?? GitHubHost.defaultBranch)"
        let old = try await self.commit(ref)
        let before = try await self.repository.object("\(old):\(self.rest)")
        if let before, before.id != self.body["sha"]?.string {
            throw GitHubError(409, "\(self.rest) does not match \(before.id)")
        }
        let blob = try await self.repository.makeBlob(content)
        let tree = try await self.repository.makeTree(
            base: old, [GitTreeChange(path: self.rest, id: blob)], scratch: RandomNames.letters(10))
        let caller = await self.host.user(self.caller)
        let commit = try await self.repository.makeCommit(
            tree: tree, parents: [old], message: message, author: GitIdentity(name: caller.name, email: caller.email))
        guard try await self.host.move(ref, from: old, to: commit, in: self.name, by: self.caller) else {
            throw GitHubError(409, "\(ref) moved meanwhile")
        }
        let entry = await self.entry(self.rest, blob, "file", content.count, commit)
        return .json(
            ["content": entry, "commit": ["sha": .string(commit), "message": .string(message)]],
            status: before == nil ? .created : .ok)
    }

    func archive(_ kind: String) async throws -> Response {
        let commit = try await self.commit(self.path.isEmpty ? GitHubHost.defaultBranch : self.rest)
        let folder = self.name.split(separator: "/").joined(separator: "-")
        let format = kind == "tarball" ? "tar.gz" : "zip"
        let bytes = try await self.repository.git.run([
            "archive", "--format=\(format)", "--prefix=\(folder)-\(commit.prefix(7))/", commit,
        ]).bytes
        return .bytes(bytes, type: kind == "tarball" ? "application/x-gzip" : "application/zip")
    }
}
