package import HealingDomain

/// GitHub with a handful of files: what was set up is answered, what was written is kept for the test to look at.
package actor ScriptedCodeHost: CodeHost {
    package enum Call: Hashable, Sendable {
        case changes, file, head, openPullRequest, pullRequest, merge, markReady, close, mergedChanges
        case pushObstacle, pushCommit, suggest
    }

    private struct FileKey: Hashable {
        var repository: RepositoryName
        var commit: CommitSHA
        var path: String
    }

    private struct BranchKey: Hashable {
        var repository: RepositoryName
        var branch: String
    }

    private struct PullRequestKey: Hashable {
        var repository: RepositoryName
        var number: Int
    }

    private var files: [FileKey: String] = [:]
    private var changed: [CommitSHA: [ChangedFile]] = [:]
    private var heads: [BranchKey: CommitSHA] = [:]
    private var states: [PullRequestKey: PullRequestState] = [:]
    private var links: [String: [ProposedChange]] = [:]
    private var faults: [Call: Fault] = [:]
    private var lateFaults: [Call: Fault] = [:]
    private var obstacles: [PullRequestKey: String] = [:]
    private var refusal: String?
    private var nextNumber = 1

    package private(set) var opened: [PullRequestDraft] = []
    package private(set) var merges: [(pullRequest: PullRequestReference, head: CommitSHA, message: String)] = []
    package private(set) var readied: [PullRequestReference] = []
    package private(set) var closed: [(pullRequest: PullRequestReference, comment: String)] = []

    /// What was put on people's branches, and left in reviews, each once.
    package private(set) var pushed: [BranchCommit] = []
    package private(set) var suggested: [SuggestedReview] = []

    package init() {}

    // MARK: Setting up

    /// Puts a file at a commit and makes the commit the head of `branch`.
    package func put(
        _ content: String, at path: String, in repository: RepositoryName = .sample, commit: CommitSHA = .sample,
        branch: String = "develop"
    ) {
        self.files[FileKey(repository: repository, commit: commit, path: path)] = content
        self.heads[BranchKey(repository: repository, branch: branch)] = commit
    }

    /// What `changes` answers for pushes to this head; without it every file put at the head counts as new.
    package func setChanges(_ files: [ChangedFile], at head: CommitSHA) { self.changed[head] = files }
    package func setHead(_ commit: CommitSHA?, of branch: String, in repository: RepositoryName = .sample) {
        self.heads[BranchKey(repository: repository, branch: branch)] = commit
    }
    package func setPullRequest(_ state: PullRequestState) {
        self.states[PullRequestKey(repository: state.reference.repository, number: state.reference.number)] = state
        self.nextNumber = max(self.nextNumber, state.reference.number + 1)
    }
    package func setMergedChanges(_ changes: [ProposedChange], link: String) { self.links[link] = changes }
    /// Every later call of the kind throws this; `nil` heals it.
    package func fail(_ call: Call, with fault: Fault?) { self.faults[call] = fault }

    /// The next call of the kind does its work and then throws this, as a broken connection does.
    package func failAfter(_ call: Call, with fault: Fault) { self.lateFaults[call] = fault }
    /// Why nobody may push to the pull request's branch, known beforehand.
    package func setObstacle(_ reason: String?, to number: Int, in repository: RepositoryName = .sample) {
        self.obstacles[PullRequestKey(repository: repository, number: number)] = reason
    }
    /// Why pushes are refused when they are tried.
    package func refusePushes(_ reason: String?) { self.refusal = reason }

    // MARK: CodeHost

    package func changes(
        in repository: RepositoryName, from base: CommitSHA, to head: CommitSHA
    ) async throws(Fault) -> [ChangedFile] {
        try await self.check(.changes)
        if let changed = self.changed[head] { return changed }
        return self.files.keys.filter { $0.repository == repository && $0.commit == head }.map(\.path).sorted()
            .map { ChangedFile(path: $0, changedLines: nil) }
    }

    package func file(
        _ path: String, in repository: RepositoryName, at commit: CommitSHA, limit: Int
    ) async throws(Fault) -> SourceFile? {
        try await self.check(.file)
        guard let content = self.files[FileKey(repository: repository, commit: commit, path: path)],
            content.utf8.count <= limit
        else { return nil }
        return SourceFile(path: path, content: content)
    }

    package func head(of branch: String, in repository: RepositoryName) async throws(Fault) -> CommitSHA? {
        try await self.check(.head)
        return self.heads[BranchKey(repository: repository, branch: branch)]
    }

    package func openPullRequest(_ draft: PullRequestDraft) async throws(Fault) -> PullRequestReference {
        try await self.check(.openPullRequest)
        let known = self.states.values.first {
            $0.isOpen && $0.reference.branch == draft.branch && $0.reference.repository == draft.repository
        }
        if let known { return known.reference }
        let number = self.nextNumber
        self.nextNumber += 1
        self.opened.append(draft)
        let reference = PullRequestReference(
            repository: draft.repository, number: number, url: "https://github.test/\(draft.repository)/pull/\(number)",
            headSHA: .numbered(1000 + number), branch: draft.branch, isDraft: draft.isDraft)
        self.setPullRequest(
            PullRequestState(
                reference: reference, baseBranch: draft.baseBranch, baseSHA: draft.base, isOpen: true, isMerged: false,
                mergeSHA: nil, author: "codehealer[bot]"))
        return reference
    }

    package func pullRequest(_ number: Int, in repository: RepositoryName) async throws(Fault) -> PullRequestState {
        try await self.check(.pullRequest)
        guard let state = self.states[PullRequestKey(repository: repository, number: number)] else {
            throw Fault(doing: "reading \(repository)#\(number)", detail: "there is no such pull request")
        }
        return state
    }

    package func merge(
        _ pullRequest: PullRequestReference, at head: CommitSHA, message: String
    ) async throws(Fault) -> CommitSHA {
        try await self.check(.merge)
        let state = try await self.pullRequest(pullRequest.number, in: pullRequest.repository)
        guard state.isOpen, state.reference.headSHA == head else {
            throw Fault(
                doing: "merging \(pullRequest.repository)#\(pullRequest.number)", detail: "the branch has moved")
        }
        self.merges.append((pullRequest, head, message))
        let merged = CommitSHA.numbered(2000 + pullRequest.number)
        self.update(pullRequest) {
            $0.isOpen = false; $0.isMerged = true; $0.mergeSHA = merged
        }
        try await ProcessLife.pass()
        return merged
    }

    package func markReady(_ pullRequest: PullRequestReference) async throws(Fault) {
        try await self.check(.markReady)
        self.readied.append(pullRequest)
        self.update(pullRequest) { $0.reference.isDraft = false }
    }

    package func close(_ pullRequest: PullRequestReference, comment: String) async throws(Fault) {
        try await self.check(.close)
        self.closed.append((pullRequest, comment))
        self.update(pullRequest) { $0.isOpen = false }
        try await ProcessLife.pass()
    }

    package func mergedChanges(link: String) async throws(Fault) -> [ProposedChange]? {
        try await self.check(.mergedChanges)
        return self.links[link]
    }

    package func pushObstacle(to pullRequest: PullRequestState) async throws(Fault) -> String? {
        try await self.check(.pushObstacle)
        return self.obstacles[
            PullRequestKey(repository: pullRequest.reference.repository, number: pullRequest.reference.number)]
    }

    package func pushCommit(_ commit: BranchCommit) async throws(Fault) -> PushOutcome {
        try await self.check(.pushCommit)
        let state = try await self.pullRequest(commit.pullRequest.number, in: commit.pullRequest.repository)
        if let index = self.pushed.firstIndex(where: { $0.mark == commit.mark }) {
            return .pushed(.numbered(3001 + index))
        }
        guard state.isOpen else { return .closed(isMerged: state.isMerged) }
        guard state.reference.headSHA == commit.head else { return .moved(to: state.reference.headSHA) }
        if let refusal { return .refused(refusal) }
        self.pushed.append(commit)
        let head = CommitSHA.numbered(3000 + self.pushed.count)
        self.update(commit.pullRequest) { $0.reference.headSHA = head }
        for change in commit.changes {
            self.files[FileKey(repository: commit.pullRequest.repository, commit: head, path: change.path)] =
                change.updated
        }
        try self.checkAfter(.pushCommit)
        return .pushed(head)
    }

    package func suggest(_ review: SuggestedReview) async throws(Fault) -> SuggestOutcome {
        try await self.check(.suggest)
        let state = try await self.pullRequest(review.pullRequest.number, in: review.pullRequest.repository)
        let posted = SuggestOutcome.posted(
            url: "\(review.pullRequest.url)#review", suggestions: review.items.count, patches: 0)
        if self.suggested.contains(where: { $0.mark == review.mark }) { return posted }
        guard state.isOpen else { return .closed(isMerged: state.isMerged) }
        guard state.reference.headSHA == review.head else { return .moved(to: state.reference.headSHA) }
        self.suggested.append(review)
        try self.checkAfter(.suggest)
        return posted
    }

    private func checkAfter(_ call: Call) throws(Fault) {
        if let fault = self.lateFaults.removeValue(forKey: call) { throw fault }
    }

    private func check(_ call: Call) async throws(Fault) {
        try await ProcessLife.pass()
        if let fault = self.faults[call] { throw fault }
    }

    private func update(_ pullRequest: PullRequestReference, _ change: (inout PullRequestState) -> Void) {
        let key = PullRequestKey(repository: pullRequest.repository, number: pullRequest.number)
        if var state = self.states[key] {
            change(&state)
            self.states[key] = state
        }
    }
}
