package import HealingDomain

extension GitHubCodeHost {
    private static let fileLimit = 10
    private static let sizeLimit = 256 << 10

    /// The first ten text files that were modified, before and after; added and removed files teach no edit.
    package func mergedChanges(link: String) async throws(Fault) -> [ProposedChange]? {
        switch WebLink(link, web: self.api.addresses.web) {
        case .pullRequest(let repository, let number) where self.isOurs(repository):
            try await self.mergedChanges(of: number, in: repository)
        case .commit(let repository, let commit) where self.isOurs(repository):
            try await self.mergedChanges(of: commit, in: repository)
        default: nil
        }
    }

    private func mergedChanges(
        of number: Int, in repository: RepositoryName
    ) async throws(Fault) -> [ProposedChange]? {
        let record = try await self.api.find(
            PullRequestRecord.self,
            GitHubRequest(
                try GitHubPath.repository(repository, "pulls", String(number)), repository: repository,
                doing: "reading pull request \(repository)#\(number)"))
        guard let record, record.isMerged else { return nil }
        // The merge base to the head is what the pull request itself changed, however it was merged.
        if let comparison = try await self.compare(repository, record.base.sha, record.head.sha),
            let before = comparison.mergeBase?.sha, let files = comparison.files, !files.isEmpty
        {
            return try await self.pairs(files, in: repository, before: before, after: record.head.sha)
        }
        // The head is gone or is part of the base by now: the merge itself is left.
        guard let merge = record.mergeSHA else { return nil }
        return try await self.changes(ofCommit: merge, in: repository)
    }

    private func mergedChanges(
        of commit: String, in repository: RepositoryName
    ) async throws(Fault) -> [ProposedChange]? {
        let trunks = [try await self.defaultBranch(of: repository)] + self.trunks.sorted()
        for trunk in trunks {
            let status = try await self.compare(repository, trunk, commit)?.status
            if status == "behind" || status == "identical" {
                return try await self.changes(ofCommit: commit, in: repository)
            }
        }
        return nil
    }

    private func changes(
        ofCommit commit: String, in repository: RepositoryName
    ) async throws(Fault) -> [ProposedChange]? {
        let record = try await self.api.find(
            CommitRecord.self,
            GitHubRequest(
                try GitHubPath.repository(repository, "commits", commit), repository: repository,
                doing: "reading commit \(commit.prefix(12)) of \(repository)"))
        guard let record, let parent = record.parents.first?.sha else { return nil }
        return try await self.pairs(record.files ?? [], in: repository, before: parent, after: record.sha)
    }

    private func pairs(
        _ files: [FileRecord], in repository: RepositoryName, before: String, after: String
    ) async throws(Fault) -> [ProposedChange] {
        let modified = files.filter { $0.status == "modified" || ($0.status == "renamed" && $0.changes != 0) }
        var changes: [ProposedChange] = []
        for file in modified.prefix(Self.fileLimit) {
            let original = try await self.file(
                file.previousPath ?? file.path, in: repository, at: CommitSHA(before), limit: Self.sizeLimit)
            let updated = try await self.file(file.path, in: repository, at: CommitSHA(after), limit: Self.sizeLimit)
            guard let original, let updated, original.content != updated.content else { continue }
            changes.append(ProposedChange(path: file.path, original: original.content, updated: updated.content))
        }
        return changes
    }
}
