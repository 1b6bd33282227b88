import HTTPCalling
package import HealingDomain
import Logging

extension GitHubCodeHost {
    /// GitHub compares from the merge base and lists at most 300 files; past that the two trees are compared, which
    /// says which files changed but not where, so that all their lines count. Past 100,000 files in a tree the rest is
    /// lost, which is logged.
    package func changes(
        in repository: RepositoryName, from base: CommitSHA, to head: CommitSHA
    ) async throws(Fault) -> [ChangedFile] {
        guard head != .none else { return [] }
        if base == .none { return try await self.changesOfNewBranch(in: repository, head: head) }
        guard let comparison = try await self.compare(repository, base.rawValue, head.rawValue) else {
            // A forced push or a history without a common commit: what the branch was before is gone.
            return try await self.changesOfNewBranch(in: repository, head: head)
        }
        return try await self.changes(comparison, in: repository, head: head)
    }

    private func changesOfNewBranch(
        in repository: RepositoryName, head: CommitSHA
    ) async throws(Fault) -> [ChangedFile] {
        let trunk = try await self.defaultBranch(of: repository)
        if let comparison = try await self.compare(repository, trunk, head.rawValue), comparison.status != "identical" {
            return try await self.changes(comparison, in: repository, head: head)
        }
        return try await self.commitFiles(head.rawValue, in: repository).compactMap(\.changedFile)
    }

    private func changes(
        _ comparison: ComparisonRecord, in repository: RepositoryName, head: CommitSHA
    ) async throws(Fault) -> [ChangedFile] {
        let files = comparison.files ?? []
        let listed = files.compactMap(\.changedFile)
        guard files.count >= 300, let mergeBase = comparison.mergeBase?.sha else { return listed }
        let known = Set(files.map(\.path))
        let before = try await self.blobs(of: mergeBase, in: repository)
        let after = try await self.blobs(of: head.rawValue, in: repository)
        let others = after.keys.filter { !known.contains($0) && before[$0] != after[$0] }.sorted()
        return listed + others.map { ChangedFile(path: $0, changedLines: nil) }
    }

    /// `nil` where GitHub does not know one side, or the two have no common commit.
    func compare(
        _ repository: RepositoryName, _ base: String, _ head: String
    ) async throws(Fault) -> ComparisonRecord? {
        // A branch's slash is part of the one segment here.
        let path = try GitHubPath.repository(repository, "compare") + "/" + PercentEncoding.encode("\(base)...\(head)")
        return try await self.api.find(
            ComparisonRecord.self,
            GitHubRequest(
                path, query: [("per_page", "100")], repository: repository,
                doing: "comparing \(base.prefix(12)) with \(head.prefix(12)) in \(repository)"))
    }

    /// What one commit changed against its first parent, or all files of a first commit; up to 3,000 files.
    func commitFiles(_ commit: String, in repository: RepositoryName) async throws(Fault) -> [FileRecord] {
        let doing = "reading commit \(commit.prefix(12)) of \(repository)"
        let request = GitHubRequest(
            try GitHubPath.repository(repository, "commits", commit), query: [("per_page", "100")],
            repository: repository, doing: doing)
        var files: [FileRecord] = []
        try await self.api.eachPage(of: request, limit: 30) { answer throws(Fault) in
            files += try self.api.decode(CommitRecord.self, answer, doing: doing).files ?? []
        }
        return files
    }

    private func blobs(of commit: String, in repository: RepositoryName) async throws(Fault) -> [String: String] {
        let tree = try await self.api.read(
            TreeRecord.self,
            GitHubRequest(
                try GitHubPath.repository(repository, "git/trees", commit), query: [("recursive", "1")],
                repository: repository, doing: "listing the files of \(repository) at \(commit.prefix(12))"))
        if tree.truncated == true {
            self.api.logger.warning(
                "the repository has more files than GitHub lists; changes past them are not scanned",
                metadata: ["github.repository": "\(repository)", "github.commit": "\(commit)"])
        }
        var blobs: [String: String] = [:]
        for entry in tree.tree where entry.type == "blob" { blobs[entry.path] = entry.sha }
        return blobs
    }
}

extension FileRecord {
    /// `nil` for a file that is gone.
    var changedFile: ChangedFile? {
        switch self.status {
        case "removed", "unchanged": nil
        case "added": ChangedFile(path: self.path, changedLines: nil)
        case "renamed" where self.changes == 0: ChangedFile(path: self.path, changedLines: [])
        default: self.changedFile(lines: self.patch.flatMap(PatchHunks.newLines(in:)))
        }
    }

    /// A binary file has no patch either, and no changes of lines.
    private func changedFile(lines: [ClosedRange<Int>]?) -> ChangedFile {
        ChangedFile(path: self.path, changedLines: lines, isTruncated: lines == nil && self.changes ?? 0 > 0)
    }
}
