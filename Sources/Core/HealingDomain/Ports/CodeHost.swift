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
    /// Why no commit of ours may be put on the branch of a person's pull request, in words that end a sentence; `nil`
    /// where one may, as far as the host says beforehand.
    func pushObstacle(to pullRequest: PullRequestState) async throws(Fault) -> String?
    /// Puts one commit on the branch of a person's pull request, exactly on top of the commit that was shown; never forces.
    /// Looks first whether the commit with this mark is there already.
    func pushCommit(_ commit: BranchCommit) async throws(Fault) -> PushOutcome
    /// Leaves committable suggestions in one review of a person's pull request. Looks first whether the review with this
    /// mark is there already.
    func suggest(_ review: SuggestedReview) async throws(Fault) -> SuggestOutcome
    /// The pull request that a web link names, and for a merged one what it changed.
    func mergedChanges(link: String) async throws(Fault) -> [ProposedChange]?
}

package struct ChangedFile: Sendable, Hashable, Codable {
    package var path: String
    /// Lines that are new or changed at the head, from 1; `nil` where all of them count (a new file, no patch to read).
    package var changedLines: [ClosedRange<Int>]?
    /// The host left the file's patch out, as it does where it is too large, so that its lines are not known.
    package var isTruncated: Bool

    package init(path: String, changedLines: [ClosedRange<Int>]?, isTruncated: Bool = false) {
        self.path = path
        self.changedLines = changedLines
        self.isTruncated = isTruncated
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
    /// Where its branch is: this repository or a fork; `nil` once a fork is gone.
    package var headRepository: RepositoryName?
    /// Whether the author of a fork lets this repository's maintainers push to its branch.
    package var maintainersMayPush: Bool
    /// How many files it changes.
    package var changedFileCount: Int
    /// Whether its branch is one that the bot itself made.
    package var isOurs: Bool

    package init(
        reference: PullRequestReference, baseBranch: String, baseSHA: CommitSHA, isOpen: Bool, isMerged: Bool,
        mergeSHA: CommitSHA?, author: String, headRepository: RepositoryName? = nil, maintainersMayPush: Bool = false,
        changedFileCount: Int = 0, isOurs: Bool = false
    ) {
        self.reference = reference
        self.baseBranch = baseBranch
        self.baseSHA = baseSHA
        self.isOpen = isOpen
        self.isMerged = isMerged
        self.mergeSHA = mergeSHA
        self.author = author
        self.headRepository = headRepository
        self.maintainersMayPush = maintainersMayPush
        self.changedFileCount = changedFileCount
        self.isOurs = isOurs
    }

    package var isFromFork: Bool { self.headRepository != self.reference.repository }
}
