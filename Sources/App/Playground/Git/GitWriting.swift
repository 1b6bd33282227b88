import FoundationEssentials

/// Who a commit is by.
package struct GitIdentity: Sendable, Hashable {
    package var name: String
    package var email: String
    /// As git reads it; `nil` is now.
    package var date: String?

    package init(name: String, email: String, date: String? = nil) {
        self.name = name
        self.email = email
        self.date = date
    }
}

/// One path of a tree to be made; a `nil` id removes it.
package struct GitTreeChange: Sendable, Hashable {
    package var path: String
    package var mode: String
    package var id: String?

    package init(path: String, mode: String = "100644", id: String?) {
        self.path = path
        self.mode = mode
        self.id = id
    }
}

extension GitRepository {
    package func makeBlob(_ content: [UInt8]) async throws -> String {
        try await self.git.text(["hash-object", "-w", "--stdin"], input: content)
    }

    /// The tree `base` with the changes on it.
    package func makeTree(base: String?, _ changes: [GitTreeChange], scratch: String) async throws -> String {
        let index = ["GIT_INDEX_FILE": "\(self.path)/index-\(scratch)"]
        defer { try? FileManager.default.removeItem(atPath: "\(self.path)/index-\(scratch)") }
        try await self.git.run(base.map { ["read-tree", $0] } ?? ["read-tree", "--empty"], environment: index)
        let absent = String(repeating: "0", count: 40)
        let lines = changes.map { "\($0.id == nil ? "0" : $0.mode) \($0.id ?? absent)\t\($0.path)\0" }.joined()
        try await self.git.run(["update-index", "-z", "--index-info"], input: Array(lines.utf8), environment: index)
        return try await self.git.text(["write-tree"], environment: index)
    }

    package func makeCommit(
        tree: String, parents: [String], message: String, author: GitIdentity, committer: GitIdentity? = nil
    ) async throws -> String {
        let committer = committer ?? author
        var environment = [
            "GIT_AUTHOR_NAME": author.name, "GIT_AUTHOR_EMAIL": author.email,
            "GIT_COMMITTER_NAME": committer.name, "GIT_COMMITTER_EMAIL": committer.email,
        ]
        environment["GIT_AUTHOR_DATE"] = author.date
        environment["GIT_COMMITTER_DATE"] = committer.date
        return try await self.git.text(
            ["commit-tree", tree] + parents.flatMap { ["-p", $0] } + ["-F", "-"], input: Array(message.utf8),
            environment: environment)
    }

    /// Moves a ref from `old` (`nil`: it must not exist yet) to `new` (`nil`: it is deleted). False where somebody else
    /// was faster.
    package func moveRef(_ name: String, from old: String?, to new: String?) async throws -> Bool {
        let absent = String(repeating: "0", count: 40)
        let arguments =
            new.map { ["update-ref", name, $0, old ?? absent] } ?? ["update-ref", "-d", name, old ?? absent]
        return try await self.git.run(arguments, expecting: [0, 1, 128]).status == 0
    }

    package func isAncestor(_ older: String, of newer: String) async throws -> Bool {
        try await self.git.run(["merge-base", "--is-ancestor", older, newer], expecting: [0, 1, 128]).status == 0
    }

    /// The tree of both sides joined; `nil` where they conflict.
    package func mergedTree(_ ours: String, _ theirs: String) async throws -> String? {
        let answer = try await self.git.run(["merge-tree", "--write-tree", ours, theirs], expecting: [0, 1])
        return answer.status == 0 ? answer.lines.first : nil
    }

    package func isWellFormedRef(_ name: String) async throws -> Bool {
        guard name.hasPrefix("refs/") else { return false }
        return try await self.git.run(["check-ref-format", name], expecting: [0, 1]).status == 0
    }
}
