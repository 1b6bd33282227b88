package import HealingDomain

/// Keeps an edit to the flagged file, to a few lines, and away from what steers builds, access and this bot itself.
package struct ScopeGate: Sendable {
    let changedLineLimit: Int

    package init(changedLineLimit: Int) { self.changedLineLimit = changedLineLimit }

    package func check(_ change: ProposedChange, for finding: Finding) -> GateResult {
        func failed(_ detail: String) -> GateResult { GateResult(gate: .scope, verdict: .failed, detail: detail) }
        if change.path != finding.path { return failed("it touches \(change.path), not the flagged file") }
        if let reason = Self.protection(of: change.path) { return failed(reason) }
        let lines = Self.changedLines(from: change.original, to: change.updated)
        if lines > self.changedLineLimit {
            return failed("\(lines) lines change, \(self.changedLineLimit) are allowed")
        }
        return GateResult(
            gate: .scope, verdict: .passed,
            detail: lines == 1 ? "one line of the flagged file" : "\(lines) lines of the flagged file")
    }

    private static let protectedNames: Set<String> = [
        "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "poetry.lock", "pipfile.lock", "gemfile.lock", "go.sum",
        "cargo.lock", "composer.lock", "package.resolved", "jenkinsfile", "dockerfile", "codeowners", "sudoers",
        "azure-pipelines.yml", "bitbucket-pipelines.yml",
    ]

    /// Why a path is off limits: dot files and folders (CI, this bot's settings), lock files, build and access control.
    static func protection(of path: String) -> String? {
        let pieces = path.split(separator: "/", omittingEmptySubsequences: false).map { $0.lowercased() }
        if path.hasPrefix("/") || pieces.contains("..") || pieces.contains("") {
            return "the path \(path) leaves the repository"
        }
        if pieces.contains(where: { $0.hasPrefix(".") }) { return "\(path) is a dot file or in a dot folder" }
        if let name = pieces.last, Self.protectedNames.contains(name) || name.hasSuffix(".lock") {
            return "\(path) is a lock, build or access file"
        }
        return nil
    }

    /// Lines that are removed or added, whichever are more. Equal lines at both ends are set aside first, so that the
    /// comparison costs what the change is large, not the file.
    static func changedLines(from original: String, to updated: String) -> Int {
        var old = original.split(separator: "\n", omittingEmptySubsequences: false)[...]
        var new = updated.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let first = old.first, first == new.first { (old, new) = (old.dropFirst(), new.dropFirst()) }
        while let last = old.last, last == new.last { (old, new) = (old.dropLast(), new.dropLast()) }
        guard max(old.count, new.count) <= 2_000 else { return max(old.count, new.count) }
        let difference = Array(new).difference(from: Array(old))
        return max(difference.insertions.count, difference.removals.count)
    }
}
