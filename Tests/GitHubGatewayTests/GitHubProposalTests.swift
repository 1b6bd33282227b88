import Foundation
import GitHubGateway
import HTTPCalling
import HealingDomain
import HealingTesting
import Logging
import Synchronization
import Testing

/// Commits on people's branches, and suggestions where those are not ours.
struct GitHubProposalTests {
    private let github = FakeGitHub()
    private static let old = "import db\n\n\ndef find(name):\n    return db.run(f\"{name}\")\n"
    private static let new = "import db\n\n\ndef find(name):\n    return db.run(\"?\", name)\n"

    private func host(_ address: String, trunks: Set<String> = []) -> GitHubCodeHost {
        let api = GitHubAPI(
            addresses: GitHubAddresses(rest: address, web: "https://github.test"), caller: CurlCaller(),
            credentials: .personal("token"), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            pause: { _ in })
        return GitHubCodeHost(api: api, trunks: trunks, isOurs: { _ in true })
    }

    /// A person's pull request, which adds `find.py`.
    @discardableResult
    private func start(branch: String = "feature/find") -> PullRequestReference {
        let base = self.github.commit(["keep.py": "k\n"])
        let head = self.github.commit(
            ["keep.py": "k\n", "find.py": Self.old], parents: [base], executable: ["find.py"])
        self.github.state.withLock { state in
            state.branches = ["main": base, branch: head]
            state.pulls[12] = FakeGitHub.Pull(number: 12, head: branch, headSHA: head, base: "main", baseSHA: base)
        }
        return PullRequestReference(
            repository: "acme/shop", number: 12, url: "https://github.test/acme/shop/pull/12", headSHA: CommitSHA(head),
            branch: branch, isDraft: false)
    }

    private func change(_ updated: String = Self.new) -> ProposedChange {
        ProposedChange(path: "find.py", original: Self.old, updated: updated)
    }

    private func commit(_ pull: PullRequestReference) -> BranchCommit {
        BranchCommit(
            pullRequest: pull, head: pull.headSHA, changes: [self.change()], message: "fix: SQL injection in find.py",
            trailers: ["Approved-in-Slack-by: Ada"], mark: "approval-1")
    }

    private func review(_ pull: PullRequestReference, _ change: ProposedChange? = nil) -> SuggestedReview {
        let finding = Finding.sample(
            issueType: "SQL_INJECTION", message: "It is *formatted* into SQL, @all.", path: "find.py",
            range: SourceRange(startLine: 5, endLine: 5))
        return SuggestedReview(
            pullRequest: pull, head: pull.headSHA,
            items: [.init(finding: finding, change: change ?? self.change(), origin: "from a team thread")],
            reason: "it comes from a fork", approvedBy: "Ada", mark: "approval-1")
    }

    private var branchTip: String? { self.github.state.withLock { $0.branches["feature/find"] } }
    private var reviews: [FakeGitHub.Review] { self.github.state.withLock { $0.pulls[12]?.reviews ?? [] } }

    // MARK: Pushing

    @Test func `one commit is put on top of the shown head, keeps the file's mode, and is found again`() async throws {
        let pull = self.start()
        try await self.github.run { (address) async throws in
            let host = self.host(address)
            let outcome = try await host.pushCommit(self.commit(pull))
            let tip = try #require(self.branchTip)
            #expect(outcome == .pushed(CommitSHA(tip)))
            let (commit, tree) = self.github.state.withLock { state in
                (state.commits[tip], state.commits[tip].flatMap { state.trees[$0.tree] })
            }
            #expect(commit?.parents == [pull.headSHA.rawValue])
            #expect(
                commit?.message
                    == "fix: SQL injection in find.py\n\nApproved-in-Slack-by: Ada\nCodeHealer-Approval: approval-1\n")
            #expect(tree?["find.py"]?.text == Data(Self.new.utf8) && tree?["find.py"]?.mode == "100755")
            #expect(try await host.pushCommit(self.commit(pull)) == outcome)
            #expect(self.branchTip == tip)
        }
    }

    @Test func `a push whose answer was lost is found done`() async throws {
        let pull = self.start()
        self.github.state.withLock {
            $0.faults["PATCH /api/v3/repos/acme/shop/git/refs/heads/feature/find"] = [HTTPAnswer(status: 0)]
        }
        try await self.github.run { (address) async throws in
            let host = self.host(address)
            let first = try? await host.pushCommit(self.commit(pull))
            let tip = try #require(self.branchTip)
            #expect(first == nil || first == .pushed(CommitSHA(tip)))
            #expect(try await host.pushCommit(self.commit(pull)) == .pushed(CommitSHA(tip)))
            #expect(self.branchTip == tip)
        }
    }

    @Test func `a branch that moved is left alone, before the commit and in the middle of it`() async throws {
        let pull = self.start()
        let other = self.github.commit(["find.py": "other\n"], parents: [pull.headSHA.rawValue])
        try await self.github.run { (address) async throws in
            let host = self.host(address)
            self.github.state.withLock {
                $0.branches["feature/find"] = other
                $0.pulls[12]?.headSHA = other
            }
            #expect(try await host.pushCommit(self.commit(pull)) == .moved(to: CommitSHA(other)))
            // GitHub's answer to a ref that is somewhere else than the commit's parent.
            self.start()
            let late = self.github.commit(["find.py": "late\n"], parents: [pull.headSHA.rawValue])
            self.github.state.withLock { state in
                state.afterTree = { $0.branches["feature/find"] = late }
            }
            #expect(try await host.pushCommit(self.commit(pull)) == .moved(to: CommitSHA(late)))
            #expect(self.branchTip == late)
        }
    }

    @Test func `main branches, protected ones and closed forks are never pushed to`() async throws {
        try await self.github.run { (address) async throws in
            self.start(branch: "develop")
            let host = self.host(address, trunks: ["release"])
            func obstacle() async throws -> String? {
                try await host.pushObstacle(to: try await host.pullRequest(12, in: "acme/shop"))
            }
            #expect(try await obstacle() == "develop is a main branch, which I never push to")
            self.start(branch: "release")
            #expect(try await obstacle() == "release is a main branch, which I never push to")
            let pull = self.start()
            #expect(try await obstacle() == nil)
            self.github.state.withLock { $0.protectedBranches = ["feature/find"] }
            #expect(try await obstacle() == "the branch feature/find is protected")
            #expect(try await host.pushCommit(self.commit(pull)) == .refused("the branch feature/find is protected"))
            self.github.state.withLock { $0.pulls[12]?.headRepository = "mallory/shop" }
            #expect(try await obstacle() == "it comes from a fork that does not let maintainers push")
            #expect(try await host.pullRequest(12, in: "acme/shop").isFromFork)
            self.github.state.withLock { $0.pulls[12]?.maintainersMayPush = true }
            #expect(try await obstacle() == nil)
            self.github.state.withLock { $0.pulls[12]?.headRepository = nil }
            #expect(try await obstacle() == "its fork is gone")
            #expect(self.branchTip == pull.headSHA.rawValue)
        }
    }

    @Test func `a token that may not write is a refusal in words, no fault`() async throws {
        let pull = self.start()
        let refusal = HTTPAnswer(
            status: 403, body: Array(#"{"message": "Resource not accessible by integration"}"#.utf8))
        self.github.state.withLock { $0.faults["POST /api/v3/repos/acme/shop/git/trees"] = [refusal] }
        try await self.github.run { (address) async throws in
            let outcome = try await self.host(address).pushCommit(self.commit(pull))
            #expect(
                outcome
                    == .refused(
                        "GitHub does not let my token write to acme/shop (403 Resource not accessible by integration)"))
        }
    }

    @Test func `a closed pull request is told as that`() async throws {
        let pull = self.start()
        self.github.state.withLock { $0.pulls[12]?.state = "closed" }
        try await self.github.run { (address) async throws in
            let host = self.host(address)
            #expect(try await host.pushCommit(self.commit(pull)) == .closed(isMerged: false))
            #expect(try await host.suggest(self.review(pull)) == .closed(isMerged: false))
            #expect(self.reviews.isEmpty)
        }
    }

    // MARK: Suggesting

    @Test func `a fix inside the diff is one committable suggestion, left once`() async throws {
        let pull = self.start()
        try await self.github.run { (address) async throws in
            let host = self.host(address)
            let outcome = try await host.suggest(self.review(pull))
            let review = try #require(self.reviews.first)
            let url = "https://github.test/acme/shop/pull/12#pullrequestreview-100"
            #expect(outcome == .posted(url: url, suggestions: 1, patches: 0))
            #expect(review.commit == pull.headSHA.rawValue)
            let comment = try #require(review.comments.first)
            #expect(comment.path == "find.py" && comment.lines == 5...5)
            #expect(comment.body.hasSuffix("```suggestion\n    return db.run(\"?\", name)\n```"))
            #expect(comment.body.contains("**SQL injection** (HIGH): It is \\*formatted\\* into SQL"))
            #expect(!comment.body.contains("@all") && review.body.contains("it comes from a fork"))
            #expect(try await host.suggest(self.review(pull)) == outcome)
            #expect(self.reviews.count == 1)
        }
    }

    @Test func `an import outside of the diff is shown as a patch beside the suggestion`() async throws {
        let pull = self.start()
        self.github.state.withLock {
            $0.patches["find.py"] =
                "@@ -3,3 +3,3 @@\n \n def find(name):\n-    return 1\n+    return db.run(f\"{name}\")"
        }
        let updated = "import sql\n" + Self.new
        try await self.github.run { (address) async throws in
            let outcome = try await self.host(address).suggest(self.review(pull, self.change(updated)))
            guard case .posted(_, suggestions: 1, patches: 1) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            let review = try #require(self.reviews.first)
            #expect(review.comments.map(\.lines) == [5...5])
            #expect(
                review.body.contains("```diff\n--- a/find.py\n+++ b/find.py\n@@ -1,3 +1,4 @@\n+import sql\n import db"))
            let again = try await self.host(address).suggest(self.review(pull, self.change(updated)))
            #expect(again == outcome)
        }
    }

    @Test func `what GitHub does not take as a comment is shown as a patch`() async throws {
        let pull = self.start()
        let refusal = HTTPAnswer(
            status: 422,
            body: Array(#"{"message": "Unprocessable Entity", "errors": ["line must be part of the diff"]}"#.utf8))
        self.github.state.withLock { $0.faults["POST /api/v3/repos/acme/shop/pulls/12/reviews"] = [refusal] }
        try await self.github.run { (address) async throws in
            let outcome = try await self.host(address).suggest(self.review(pull))
            guard case .posted(_, suggestions: 0, patches: 1) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(self.reviews.count == 1)
            #expect(self.reviews.first?.body.contains("This is outside of the diff above:") == true)
        }
    }

    @Test func `a review that may not be written says which permission is missing`() async throws {
        let pull = self.start()
        let refusal = HTTPAnswer(
            status: 403, body: Array(#"{"message": "Resource not accessible by personal access token"}"#.utf8))
        self.github.state.withLock { $0.faults["POST /api/v3/repos/acme/shop/pulls/12/reviews"] = [refusal] }
        try await self.github.run { (address) async throws in
            let fault = await #expect(throws: Fault.self) {
                () async throws in _ = try await self.host(address).suggest(self.review(pull))
            }
            #expect(fault?.advice?.contains("Pull requests: read and write") == true)
            #expect(fault?.isRetryable == false)
        }
    }

    @Test func `a file whose patch is left out is marked so, a binary one is not`() async throws {
        let pull = self.start()
        self.github.state.withLock {
            $0.comparison = """
                {"status": "ahead", "files": [
                    {"filename": "big.py", "status": "modified", "changes": 90000},
                    {"filename": "a.png", "status": "modified", "changes": 0}]}
                """
        }
        try await self.github.run { (address) async throws in
            let changes = try await self.host(address).changes(
                in: "acme/shop", from: .numbered(1), to: pull.headSHA)
            #expect(changes.map(\.isTruncated) == [true, false])
        }
    }
}
