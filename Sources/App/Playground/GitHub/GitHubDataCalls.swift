import Cryptography
import FoundationEssentials
import HTTPTypes
import Hummingbird

/// Git objects and refs by REST.
extension GitHubCall {
    func gitData() async throws -> Response {
        var call = self
        let kind = call.path.isEmpty ? "" : call.path.removeFirst()
        switch (kind, self.method) {
        case ("ref", "GET"): return try await call.getRef()
        case ("refs", "GET") where !call.path.isEmpty: return try await call.getRef()
        case ("matching-refs", "GET"), ("refs", "GET"): return try await call.matchingRefs()
        case ("refs", "POST"): return try await call.createRef()
        case ("refs", "PATCH"): return try await call.updateRef()
        case ("refs", "DELETE"): return try await call.deleteRef()
        case ("commits", "GET"): return try await call.getCommit()
        case ("commits", "POST"): return try await call.createCommit()
        case ("trees", "GET"): return try await call.getTree()
        case ("trees", "POST"): return try await call.createTree()
        case ("blobs", "GET"): return try await call.getBlob()
        case ("blobs", "POST"): return try await call.createBlob()
        default: throw GitHubError.notFound
        }
    }

    private func json(ref: String, _ sha: String) async -> JSON {
        let api = await self.host.apiURL(self.name)
        return [
            "ref": .string(ref), "node_id": .string("REF_\(sha.prefix(12))"), "url": .string("\(api)/git/\(ref)"),
            "object": ["sha": .string(sha), "type": "commit", "url": .string("\(api)/git/commits/\(sha)")],
        ]
    }

    private func getRef() async throws -> Response {
        let ref = "refs/\(self.rest)"
        guard let sha = try await self.repository.refs(ref)[ref] else { throw GitHubError.notFound }
        return .json(await self.json(ref: ref, sha))
    }

    private func matchingRefs() async throws -> Response {
        let prefix = "refs/\(self.rest)"
        var found: [JSON] = []
        for (ref, sha) in try await self.repository.refs().sorted(by: { $0.key < $1.key }) where ref.hasPrefix(prefix) {
            found.append(await self.json(ref: ref, sha))
        }
        return self.page(found, url: "\(await self.host.apiURL(self.name))/git/matching-refs/\(self.rest)")
    }

    private func createRef() async throws -> Response {
        let ref = try self.text("ref", of: "Reference")
        let sha = try self.text("sha", of: "Reference")
        guard try await self.repository.isWellFormedRef(ref) else {
            throw GitHubError(422, "Reference name is not well formed")
        }
        guard sha.count == 40, try await self.repository.commit(sha) != nil else {
            throw GitHubError(422, "Object does not exist")
        }
        guard try await self.host.move(ref, from: nil, to: sha, in: self.name, by: self.caller) else {
            throw GitHubError(422, "Reference already exists")
        }
        return .json(await self.json(ref: ref, sha), status: .created)
    }

    private func updateRef() async throws -> Response {
        let ref = "refs/\(self.rest)"
        let sha = try self.text("sha", of: "Reference")
        guard let old = try await self.repository.refs(ref)[ref] else {
            throw GitHubError(422, "Reference does not exist")
        }
        guard try await self.repository.commit(sha) != nil else { throw GitHubError(422, "Object does not exist") }
        let isFastForward = try await self.repository.isAncestor(old, of: sha)
        guard isFastForward || self.body["force"]?.bool == true else {
            throw GitHubError(422, "Update is not a fast forward")
        }
        if old != sha, try await !self.host.move(ref, from: old, to: sha, in: self.name, by: self.caller) {
            throw GitHubError(409, "Reference was updated meanwhile")
        }
        return .json(await self.json(ref: ref, sha))
    }

    private func deleteRef() async throws -> Response {
        let ref = "refs/\(self.rest)"
        guard let old = try await self.repository.refs(ref)[ref],
            try await self.host.move(ref, from: old, to: nil, in: self.name, by: self.caller)
        else { throw GitHubError(422, "Reference does not exist") }
        return Response(status: .noContent)
    }

    private func json(_ commit: GitCommit) async -> JSON {
        let full = await self.host.json(commit, in: self.name)
        return (full["commit"] ?? [:]).merging([
            "sha": .string(commit.id), "html_url": full["html_url"] ?? nil, "parents": full["parents"] ?? [],
            "url": .string("\(await self.host.apiURL(self.name))/git/commits/\(commit.id)"),
        ])
    }

    private func getCommit() async throws -> Response {
        let id = try await self.commit(self.rest)
        guard let commit = try await self.repository.history(id, limit: 1).first else { throw GitHubError.notFound }
        return .json(await self.json(commit))
    }

    private func createCommit() async throws -> Response {
        let message = try self.text("message", of: "Commit")
        let tree = try self.text("tree", of: "Commit")
        guard try await self.repository.object(tree)?.type == "tree" else {
            throw GitHubError(422, "Tree SHA does not exist")
        }
        let parents = (self.body["parents"]?.array ?? []).compactMap(\.string)
        for parent in parents where try await self.repository.commit(parent) == nil {
            throw GitHubError(422, "Parent SHA does not exist or is not a commit object")
        }
        let caller = await self.host.user(self.caller)
        func identity(_ field: String) -> GitIdentity? {
            guard let value = self.body[field], let name = value["name"]?.string, let email = value["email"]?.string
            else { return nil }
            return GitIdentity(name: name, email: email, date: value["date"]?.string)
        }
        let author = identity("author") ?? GitIdentity(name: caller.name, email: caller.email)
        let id = try await self.repository.makeCommit(
            tree: tree, parents: parents, message: message, author: author, committer: identity("committer"))
        guard let commit = try await self.repository.history(id, limit: 1).first else { throw GitHubError.notFound }
        return .json(await self.json(commit), status: .created)
    }

    private func json(_ entries: [GitTreeEntry], id: String) async -> JSON {
        let api = await self.host.apiURL(self.name)
        let tree = entries.map { entry -> JSON in
            var json: JSON = [
                "path": .string(entry.path), "mode": .string(entry.mode), "type": .string(entry.type),
                "sha": .string(entry.id), "url": .string("\(api)/git/\(entry.type)s/\(entry.id)"),
            ]
            if let size = entry.size { json["size"] = .int(size) }
            return json
        }
        return [
            "sha": .string(id), "url": .string("\(api)/git/trees/\(id)"), "truncated": false, "tree": .array(tree),
        ]
    }

    private func getTree() async throws -> Response {
        let id = try await self.repository.git.text(["rev-parse", "--verify", "\(Self.safe(self.rest))^{tree}"])
        let isRecursive = self.query["recursive"].map { $0 != "0" && $0 != "false" } ?? false
        return .json(await self.json(try await self.repository.tree(id, recursive: isRecursive), id: id))
    }

    private func createTree() async throws -> Response {
        guard let entries = self.body["tree"]?.array, !entries.isEmpty else {
            throw GitHubError(422, "Invalid tree info")
        }
        var changes: [GitTreeChange] = []
        for entry in entries {
            guard let path = entry["path"]?.string, Self.isSafePath(path) else {
                throw GitHubError(422, "tree.path contains a malformed path component")
            }
            var id = entry["sha"]?.string
            if let content = entry["content"]?.string { id = try await self.repository.makeBlob(Array(content.utf8)) }
            changes.append(GitTreeChange(path: path, mode: entry["mode"]?.string ?? "100644", id: id))
        }
        let base = self.body["base_tree"]?.string
        let id = try await self.repository.makeTree(base: base, changes, scratch: RandomNames.letters(10))
        return .json(await self.json(try await self.repository.tree(id, recursive: false), id: id), status: .created)
    }

    private func getBlob() async throws -> Response {
        guard let object = try await self.repository.object(self.rest), object.type == "blob" else {
            throw GitHubError.notFound
        }
        if self.isAccepting("raw") { return .bytes(object.content, type: "application/vnd.github.raw") }
        return .json([
            "sha": .string(object.id), "size": .int(object.content.count), "encoding": "base64",
            "content": .string(Base64.encode(object.content)), "node_id": .string("B_\(object.id.prefix(12))"),
        ])
    }

    private func createBlob() async throws -> Response {
        let text = try self.text("content", of: "Blob")
        var content = Array(text.utf8)
        if self.body["encoding"]?.string == "base64" {
            guard let bytes = Base64.decode(text.filter { !$0.isWhitespace }) else {
                throw GitHubError(422, "content is not valid Base64")
            }
            content = bytes
        }
        let id = try await self.repository.makeBlob(content)
        let url = "\(await self.host.apiURL(self.name))/git/blobs/\(id)"
        return .json(["sha": .string(id), "url": .string(url)], status: .created)
    }

    /// A revision that git cannot take for an option.
    static func safe(_ revision: String) -> String { revision.hasPrefix("-") ? "refs/heads/\(revision)" : revision }

    static func isSafePath(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return !path.isEmpty && !path.contains("\0")
            && parts.allSatisfy { !["", ".", "..", ".git"].contains($0.lowercased()) }
    }
}
