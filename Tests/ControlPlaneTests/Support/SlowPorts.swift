import HealingDomain
import HealingTesting
import Synchronization

/// Ports that give way to other tasks before they act, as real ones do while they wait: what a race needs to show.
enum SlowPorts {
    static func giveWay() async { for _ in 0..<8 { await Task.yield() } }
}

struct SlowAuditTrail: AuditTrail {
    let base: InMemoryAuditTrail

    func append(_ entry: AuditEntry) async throws(Fault) {
        await SlowPorts.giveWay()
        try await self.base.append(entry)
    }

    func entries(_ filter: AuditFilter) async throws(Fault) -> [AuditEntry] {
        let entries = try await self.base.entries(filter)
        await SlowPorts.giveWay()
        return entries
    }
}

/// Counts what it is asked to do, done or not.
final class SlowCodeHost: CodeHost {
    let base: ScriptedCodeHost
    private let attempts = Mutex((merges: 0, closes: 0))

    init(base: ScriptedCodeHost) { self.base = base }

    var mergeAttempts: Int { self.attempts.withLock { $0.merges } }
    var closeAttempts: Int { self.attempts.withLock { $0.closes } }

    func changes(
        in repository: RepositoryName, from base: CommitSHA, to head: CommitSHA
    ) async throws(Fault) -> [ChangedFile] {
        try await self.base.changes(in: repository, from: base, to: head)
    }

    func file(
        _ path: String, in repository: RepositoryName, at commit: CommitSHA, limit: Int
    ) async throws(Fault) -> SourceFile? {
        try await self.base.file(path, in: repository, at: commit, limit: limit)
    }

    func head(of branch: String, in repository: RepositoryName) async throws(Fault) -> CommitSHA? {
        try await self.base.head(of: branch, in: repository)
    }

    func openPullRequest(_ draft: PullRequestDraft) async throws(Fault) -> PullRequestReference {
        try await self.base.openPullRequest(draft)
    }

    func pullRequest(_ number: Int, in repository: RepositoryName) async throws(Fault) -> PullRequestState {
        let state = try await self.base.pullRequest(number, in: repository)
        await SlowPorts.giveWay()
        return state
    }

    func merge(
        _ pullRequest: PullRequestReference, at head: CommitSHA, message: String
    ) async throws(Fault) -> CommitSHA {
        self.attempts.withLock { $0.merges += 1 }
        await SlowPorts.giveWay()
        return try await self.base.merge(pullRequest, at: head, message: message)
    }

    func markReady(_ pullRequest: PullRequestReference) async throws(Fault) {
        try await self.base.markReady(pullRequest)
    }

    func close(_ pullRequest: PullRequestReference, comment: String) async throws(Fault) {
        self.attempts.withLock { $0.closes += 1 }
        await SlowPorts.giveWay()
        try await self.base.close(pullRequest, comment: comment)
    }

    func mergedChanges(link: String) async throws(Fault) -> [ProposedChange]? {
        try await self.base.mergedChanges(link: link)
    }

    func pushObstacle(to pullRequest: PullRequestState) async throws(Fault) -> String? {
        try await self.base.pushObstacle(to: pullRequest)
    }

    func pushCommit(_ commit: BranchCommit) async throws(Fault) -> PushOutcome {
        await SlowPorts.giveWay()
        return try await self.base.pushCommit(commit)
    }

    func suggest(_ review: SuggestedReview) async throws(Fault) -> SuggestOutcome {
        await SlowPorts.giveWay()
        return try await self.base.suggest(review)
    }
}
