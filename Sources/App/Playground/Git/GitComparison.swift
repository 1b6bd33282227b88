/// What lies between two commits, as git's own diff says it.
package struct GitComparison: Sendable {
    package var base: String
    package var head: String
    package var mergeBase: String
    package var ahead: Int
    package var behind: Int
    package var commits: [GitCommit]
    package var files: [FileDiff]
    /// The whole diff from the merge base to the head.
    package var diff: String
}

extension GitRepository {
    /// `base...head`: from their merge base to the head. `nil` where they share no history.
    package func compare(_ base: String, _ head: String) async throws -> GitComparison? {
        let mergeBase = try await self.git.run(["merge-base", base, head], expecting: [0, 1])
        guard let common = mergeBase.lines.first else { return nil }
        async let diff = self.diff(common, head)
        async let commits = self.history(head, excluding: base, limit: 250)
        async let counts = self.git.text(["rev-list", "--left-right", "--count", "\(base)...\(head)"])
        let numbers = try await counts.split { $0 == "\t" || $0 == " " }.compactMap { Int($0) }
        let text = try await diff
        return GitComparison(
            base: base, head: head, mergeBase: common, ahead: numbers.last ?? 0, behind: numbers.first ?? 0,
            commits: try await commits.reversed(), files: FileDiff.parse(text), diff: text)
    }

    package func diff(_ base: String, _ head: String) async throws -> String {
        try await self.git.run([
            "diff", "--no-color", "--no-ext-diff", "--no-textconv", "--full-index", "-M", base, head, "--",
        ]).text
    }

    /// Path → `A`, `M` or `D`, between two trees; a rename counts as both.
    package func changedPaths(_ base: String, _ head: String) async throws -> [(status: String, path: String)] {
        let answer = try await self.git.run([
            "diff-tree", "-r", "-z", "--no-renames", "--name-status", "--root", base, head, "--",
        ])
        let parts = answer.text.split(separator: "\0").map(String.init)
        return stride(from: 0, to: parts.count - 1, by: 2).map { (parts[$0], parts[$0 + 1]) }
    }
}

/// One file of a diff.
package struct FileDiff: Sendable, Hashable {
    package enum Status: String, Sendable { case added, modified, removed, renamed }

    package var path: String
    package var previousPath: String?
    package var status: Status
    package var additions = 0
    package var deletions = 0
    /// From the first `@@` on; `nil` for a binary file or a pure rename.
    package var patch: String?
    package var blob = String(repeating: "0", count: 40)

    /// Reads `git diff --full-index`.
    package static func parse(_ diff: String) -> [FileDiff] {
        var files: [[Substring]] = []
        for line in diff.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("diff --git ") { files.append([]) }
            if !files.isEmpty { files[files.count - 1].append(line) }
        }
        return files.compactMap(Self.init)
    }

    private init?(_ lines: [Substring]) {
        let hunks = lines.firstIndex { $0.hasPrefix("@@") } ?? lines.endIndex
        var old: String?
        var new: String?
        self.path = ""
        self.status = .modified
        for line in lines[..<hunks] {
            if let name = line.value(after: "--- a/") ?? line.value(after: "rename from ") { old = name }
            if let name = line.value(after: "+++ b/") ?? line.value(after: "rename to ") { new = name }
            if line.hasPrefix("new file") { self.status = .added }
            if line.hasPrefix("deleted file") { self.status = .removed }
            if line.hasPrefix("rename from ") { self.status = .renamed }
            if let ids = line.value(after: "index "), ids.utf8.count >= 82 {
                self.blob = String(ids.dropFirst(42).prefix(40))
            }
        }
        // A file without hunks, such as an empty one, is named by the first line only.
        guard let path = new ?? old ?? lines.first?.split(separator: " b/").last.map(String.init) else { return nil }
        self.path = path
        self.previousPath = self.status == .renamed ? old : nil
        self.readHunks(lines[hunks...])
    }

    private mutating func readHunks(_ hunks: ArraySlice<Substring>) {
        guard !hunks.isEmpty else { return }
        for line in hunks {
            if line.hasPrefix("+") { self.additions += 1 }
            if line.hasPrefix("-") { self.deletions += 1 }
        }
        var patch = hunks.joined(separator: "\n")
        if patch.last == "\n" { patch.removeLast() }
        self.patch = patch
    }
}

extension Substring {
    /// What follows a prefix, without the tab that git puts behind names with spaces.
    fileprivate func value(after prefix: String) -> String? {
        guard self.hasPrefix(prefix) else { return nil }
        var value = self.dropFirst(prefix.count)
        if value.last == "\t" { value.removeLast() }
        return String(value)
    }
}
