import Foundation
import GitHubGateway
import HTTPCalling
import HealingDomain
import HealingTesting
import Logging
import Synchronization
import Testing

/// Merging, closing, ending a draft, and reading what was merged.
struct GitHubDecisionTests {
    private let github = FakeGitHub()
    private let branch = "codehealer/rule-abc"

    private func host(_ address: String, isOurs: Bool = true) -> GitHubCodeHost {
        let api = GitHubAPI(
            addresses: GitHubAddresses(rest: address, web: "https://github.test"), caller: CurlCaller(),
            credentials: .personal("token"), logger: Logger(label: "test"), pause: { _ in })
        return GitHubCodeHost(api: api, isOurs: { _ in isOurs })
    }

    /// A pull request that changes `app.py` from `old` to `new`.
    private func start(isDraft: Bool = false) -> PullRequestReference {
        let base = self.github.commit(["app.py": "old\n", "keep.py": "k\n"])
        let head = self.github.commit(["app.py": "new\n", "keep.py": "k\n", "added.py": "x\n"], parents: [base])
        self.github.state.withLock { state in
            state.branches = ["main": base, self.branch: head]
            state.pulls[1] = FakeGitHub.Pull(number: 1, head: self.branch, headSHA: head, base: "main", baseSHA: base)
            state.pulls[1]?.isDraft = isDraft
        }
        return PullRequestReference(
            repository: "acme/shop", number: 1, url: "https://github.test/acme/shop/pull/1", headSHA: CommitSHA(head),
            branch: self.branch, isDraft: isDraft)
    }

    private func fault(_ body: () async throws -> Void) async -> Fault? {
        do {
            try await body()
            return nil
        } catch {
            return error as? Fault
        }
    }

    @Test func `exactly the shown head is merged, once`() async throws {
        let pull = self.start()
        try await self.github.run { (address) async throws in
            let host = self.host(address)
            let stale = await self.fault { _ = try await host.merge(pull, at: .numbered(3), message: "fix: it") }
            #expect(stale?.isRetryable == false && stale?.advice?.contains("moved") == true)
            let merge = try await host.merge(pull, at: pull.headSHA, message: "fix: it\n\nbody")
            #expect(try await host.merge(pull, at: pull.headSHA, message: "fix: it") == merge)
            let state = try await host.pullRequest(1, in: "acme/shop")
            #expect(state.isMerged && !state.isOpen && state.mergeSHA == merge)
        }
    }

    @Test func `a merge whose answer was lost is found done`() async throws {
        let pull = self.start()
        self.github.state.withLock { $0.faults["PUT /api/v3/repos/acme/shop/pulls/1/merge"] = [HTTPAnswer(status: 0)] }
        try await self.github.run { (address) async throws in
            let merge = try await self.host(address).merge(pull, at: pull.headSHA, message: "fix: it")
            #expect(self.github.state.withLock { $0.branches["main"] } == merge.rawValue)
        }
    }

    @Test func `a refusal is final, a base that just moved is not, and another method is tried where squash is off`()
        async throws
    {
        let pull = self.start()
        let call = "PUT /api/v3/repos/acme/shop/pulls/1/merge"
        self.github.state.withLock { state in
            state.faults[call] = [
                FakeGitHub.State.refuse(405, "At least 1 approving review is required."),
                FakeGitHub.State.refuse(405, "Base branch was modified. Review and try the merge again."),
                FakeGitHub.State.refuse(405, "Squash merges are not allowed on this repository."),
            ]
        }
        try await self.github.run { (address) async throws in
            let host = self.host(address)
            let protected = await self.fault { _ = try await host.merge(pull, at: pull.headSHA, message: "m") }
            #expect(protected?.isRetryable == false && protected?.detail.contains("approving review") == true)
            let moved = await self.fault { _ = try await host.merge(pull, at: pull.headSHA, message: "m") }
            #expect(moved?.isRetryable == true)
            _ = try await host.merge(pull, at: pull.headSHA, message: "m")
            #expect(try await host.pullRequest(1, in: "acme/shop").isMerged)
        }
    }

    @Test func `a draft is made ready through GraphQL`() async throws {
        let pull = self.start(isDraft: true)
        try await self.github.run { (address) async throws in
            let host = self.host(address)
            try await host.markReady(pull)
            try await host.markReady(pull)
        }
        self.github.state.withLock { state in
            #expect(state.pulls[1]?.isDraft == false)
            #expect(state.requests.filter { $0 == "POST /api/graphql" }.count == 1)
        }
    }

    @Test func `an error inside a GraphQL answer is a fault`() async throws {
        let pull = self.start(isDraft: true)
        let answer = FakeGitHub.State.answer(["errors": [["message": "Resource not accessible"]]])
        self.github.state.withLock { $0.faults["POST /api/graphql"] = [answer] }
        try await self.github.run { (address) async throws in
            let fault = await self.fault { try await self.host(address).markReady(pull) }
            #expect(fault?.detail.contains("Resource not accessible") == true)
        }
    }

    @Test func `closing comments once, closes and deletes our branch, and may be repeated`() async throws {
        let pull = self.start()
        try await self.github.run { (address) async throws in
            let host = self.host(address)
            self.github.state.withLock {
                $0.faults["PATCH /api/v3/repos/acme/shop/pulls/1"] = [HTTPAnswer(status: 502)]
            }
            #expect(await self.fault { try await host.close(pull, comment: "no") }?.isRetryable == true)
            try await host.close(pull, comment: "no")
            try await host.close(pull, comment: "no")
        }
        self.github.state.withLock { state in
            #expect(state.pulls[1]?.comments == ["no"] && state.pulls[1]?.state == "closed")
            #expect(state.branches[self.branch] == nil)
        }
    }

    @Test func `a branch that somebody committed to, or that is not ours, survives closing`() async throws {
        let pull = self.start()
        let theirs = self.github.commit(["x": "y"], parents: [pull.headSHA.rawValue])
        self.github.state.withLock { $0.branches[self.branch] = theirs }
        try await self.github.run { (address) async throws in try await self.host(address).close(pull, comment: "no") }
        #expect(self.github.state.withLock { $0.branches[self.branch] } == theirs)

        var foreign = pull
        foreign.branch = "feature"
        self.github.state.withLock { state in
            state.pulls[1]?.head = "feature"
            state.branches["feature"] = pull.headSHA.rawValue
        }
        let reference = foreign
        try await self.github.run { (address) async throws in
            try await self.host(address).close(reference, comment: "no")
        }
        #expect(self.github.state.withLock { $0.branches["feature"] } != nil)
    }

    @Test func `what a merged pull request changed is read, before and after`() async throws {
        let pull = self.start()
        let expected = [ProposedChange(path: "app.py", original: "old\n", updated: "new\n")]
        try await self.github.run { (address) async throws in
            let host = self.host(address)
            #expect(try await host.mergedChanges(link: pull.url) == nil)
            let merge = try await host.merge(pull, at: pull.headSHA, message: "fix: it")
            for link in [pull.url, pull.url + "/files#diff-1", "https://GitHub.test/acme/shop/pull/1?w=1"] {
                #expect(try await host.mergedChanges(link: link) == expected)
            }
            let commit = "https://github.test/acme/shop/commit/"
            #expect(try await host.mergedChanges(link: commit + merge.rawValue) == expected)
            #expect(try await host.mergedChanges(link: commit + pull.headSHA.rawValue) == nil)
        }
    }

    @Test(arguments: [
        "", "nonsense", "https://github.com/acme/shop/pull/1", "https://github.test.evil.test/acme/shop/pull/1",
        "https://github.test/acme/shop/pull/0", "https://github.test/acme/shop/pull/99999999999999999999",
        "https://github.test/acme/../pull/1", "https://github.test/acme/shop/issues/1",
        "https://github.test/acme/shop/commit/main", "https://github.test/acme/shop/pull/77",
    ]) func `a link to something else is nothing`(_ link: String) async throws {
        _ = self.start()
        try await self.github.run { (address) async throws in
            #expect(try await self.host(address).mergedChanges(link: link) == nil)
        }
    }

    @Test func `code merged in a repository that is not the team's proves nothing`() async throws {
        let pull = self.start()
        try await self.github.run { (address) async throws in
            _ = try await self.host(address).merge(pull, at: pull.headSHA, message: "m")
            #expect(try await self.host(address, isOurs: false).mergedChanges(link: pull.url) == nil)
        }
    }
}
