/// GitHub, as the flow needs it. Every call names the repository; every write is safe to repeat.
package protocol CodeHost: Sendable {
    /// Which files changed between two commits and on which new lines, for files that still exist.
    func changes(in repository: RepositoryName, from base: CommitSHA, to head: CommitSHA) async throws(Fault)
        -> [ChangedFile]
    /// A file's text at a commit; `nil` where there is none, it is not UTF-8 text, or it is over `limit` bytes.
    func file(_ path: String, in repository: RepositoryName, at commit: CommitSHA, limit: Int) async throws(Fault)
        -> SourceFile?
    /// The commit a branch points at; `nil` where there is no such branch.
    func head(of branch: String, in repository: RepositoryName) async throws(Fault) -> CommitSHA?
    /// Commits the changes on top of `base` as a new branch and opens a pull request; where the branch already has an
    /// open one, returns that.
    func openPullRequest(_ draft: PullRequestDraft) async throws(Fault) -> PullRequestReference
    func pullRequest(_ number: Int, in repository: RepositoryName) async throws(Fault) -> PullRequestState
    /// Merges exactly `head`; a fault that is not retryable where the branch has moved or the host refuses.
    func merge(_ pullRequest: PullRequestReference, at head: CommitSHA, message: String) async throws(Fault)
        -> CommitSHA
    /// Makes a draft ready for review, where it is one.
    func markReady(_ pullRequest: PullRequestReference) async throws(Fault)
    /// Closes it with a comment and deletes its branch when it is one of ours.
    func close(_ pullRequest: PullRequestReference, comment: String) async throws(Fault)
    /// The pull request that a web link names, and for a merged one what it changed.
    func mergedChanges(link: String) async throws(Fault) -> [ProposedChange]?
}

package struct ChangedFile: Sendable, Hashable, Codable {
    package var path: String
    /// Lines that are new or changed at the head, from 1; `nil` where all of them count (a new file, no patch to read).
    package var changedLines: [ClosedRange<Int>]?

    package init(path: String, changedLines: [ClosedRange<Int>]?) {
        self.path = path
        self.changedLines = changedLines
    }

    /// Whether a finding on these lines was touched by the change.
    package func touches(_ lines: ClosedRange<Int>) -> Bool {
        self.changedLines?.contains { $0.overlaps(lines) } ?? true
    }
}

package struct PullRequestDraft: Sendable, Hashable {
    package var repository: RepositoryName
    package var baseBranch: String
    /// The commit that the changes were made against.
    package var base: CommitSHA
    package var branch: String
    package var commitMessage: String
    package var title: String
    package var body: String
    package var changes: [ProposedChange]
    package var isDraft: Bool
    package var labels: [String]

    package init(
        repository: RepositoryName, baseBranch: String, base: CommitSHA, branch: String, commitMessage: String,
        title: String, body: String, changes: [ProposedChange], isDraft: Bool, labels: [String]
    ) {
        self.repository = repository
        self.baseBranch = baseBranch
        self.base = base
        self.branch = branch
        self.commitMessage = commitMessage
        self.title = title
        self.body = body
        self.changes = changes
        self.isDraft = isDraft
        self.labels = labels
    }
}

package struct PullRequestState: Sendable, Hashable {
    package var reference: PullRequestReference
    package var baseBranch: String
    package var baseSHA: CommitSHA
    package var isOpen: Bool
    package var isMerged: Bool
    package var mergeSHA: CommitSHA?
    /// GitHub login of its author.
    package var author: String

    package init(
        reference: PullRequestReference, baseBranch: String, baseSHA: CommitSHA, isOpen: Bool, isMerged: Bool,
        mergeSHA: CommitSHA?, author: String
    ) {
        self.reference = reference
        self.baseBranch = baseBranch
        self.baseSHA = baseSHA
        self.isOpen = isOpen
        self.isMerged = isMerged
        self.mergeSHA = mergeSHA
        self.author = author
    }
}
