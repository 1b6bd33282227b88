package import HealingDomain

/// The team's repositories on GitHub.
package struct GitHubCodeHost: CodeHost {
    let api: GitHubAPI
    let isOurs: @Sendable (RepositoryName) -> Bool
    let trunks: Set<String>

    /// - Parameters:
    ///   - isOurs: Whether a repository that a link names is the team's. Code merged elsewhere proves nothing here:
    ///     without this question anybody could have "merged code" believed by linking to a repository of their own.
    ///   - trunks: Branches besides the default one whose commits count as merged.
    package init(api: GitHubAPI, trunks: Set<String> = [], isOurs: @escaping @Sendable (RepositoryName) -> Bool) {
        self.api = api
        self.isOurs = isOurs
        self.trunks = trunks
    }

    package func head(of branch: String, in repository: RepositoryName) async throws(Fault) -> CommitSHA? {
        let reference = try await self.api.find(
            ReferenceRecord.self,
            GitHubRequest(
                try GitHubPath.repository(repository, "git/ref/heads", branch), repository: repository,
                doing: "looking for the branch \(branch) of \(repository)"))
        return reference.map { CommitSHA($0.object.sha) }
    }

    package func pullRequest(_ number: Int, in repository: RepositoryName) async throws(Fault) -> PullRequestState {
        self.state(of: try await self.record(number, in: repository), in: repository)
    }

    private func state(of record: PullRequestRecord, in repository: RepositoryName) -> PullRequestState {
        PullRequestState(
            reference: record.reference(in: repository), baseBranch: record.base.ref,
            baseSHA: CommitSHA(record.base.sha), isOpen: record.state == "open", isMerged: record.isMerged,
            mergeSHA: record.isMerged ? record.mergeSHA.map { CommitSHA($0) } : nil,
            author: record.user?.login ?? "ghost", headRepository: record.head.repo,
            maintainersMayPush: record.maintainersMayPush ?? false, changedFileCount: record.changedFileCount ?? 0,
            isOurs: record.head.repo == repository && record.head.ref.hasPrefix(HealingBranch.prefix))
    }

    func record(_ number: Int, in repository: RepositoryName) async throws(Fault) -> PullRequestRecord {
        try await self.api.read(
            PullRequestRecord.self,
            GitHubRequest(
                try GitHubPath.repository(repository, "pulls", String(number)), repository: repository,
                doing: "reading pull request \(repository)#\(number)"))
    }

    func defaultBranch(of repository: RepositoryName) async throws(Fault) -> String {
        try await self.api.read(
            RepositoryRecord.self,
            GitHubRequest(
                try GitHubPath.repository(repository), repository: repository, doing: "reading about \(repository)")
        ).defaultBranch
    }
}
