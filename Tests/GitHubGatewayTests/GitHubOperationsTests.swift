import Foundation
import GitHubGateway
import HTTPCalling
import HealingDomain
import HealingTesting
import Logging
import Synchronization
import Testing

/// Every call that the code host makes is one that GitHub documents, with parameters it knows.
struct GitHubOperationsTests {
    private struct Operations: Decodable {
        var operations: [Operation]
    }

    private struct Operation: Decodable {
        var path: String
        var verb: String
        var body_params: [String]?
        var query_params: [String]?

        func fits(_ method: String, _ path: [Substring]) -> Bool {
            let own = self.path.split(separator: "/")
            guard self.verb == method else { return false }
            // The last parameter of these takes the slashes of a branch or a file's path.
            let isOpen = ["{path}", "{ref}"].contains(own.last ?? "")
            guard own.count == path.count || (isOpen && own.count < path.count) else { return false }
            return zip(own, path).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
    }

    /// Lets calls through to the stand-in and keeps them.
    private final class WatchedCaller: HTTPCaller {
        private let base = CurlCaller()
        private let seen = Mutex<[HTTPCall]>([])
        var calls: [HTTPCall] { self.seen.withLock { $0 } }

        func call(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer {
            self.seen.withLock { $0.append(call) }
            return try await self.base.call(call)
        }

        func download(_ call: HTTPCall, to path: String, limit: Int) async throws(HTTPFailure) -> HTTPAnswer {
            try await self.base.download(call, to: path, limit: limit)
        }
    }

    @Test func `every call is a documented operation with documented parameters`() async throws {
        guard let data = Fixtures.data("github-rest/operations.json") else { return }
        let operations = try JSONDecoder().decode(Operations.self, from: data).operations
        let calls = try await self.callsOfOneStory()
        #expect(calls.count > 20)
        for call in calls where !call.url.hasSuffix("/api/graphql") {
            let url = try #require(URLComponents(string: call.url))
            let path = url.percentEncodedPath.split(separator: "/").dropFirst(2)
            // The data leaves out the repository itself, `GET /repos/{owner}/{repo}`.
            let isListed = operations.first { $0.fits(call.method, Array(path)) }
            guard let operation = isListed else {
                #expect(call.method == "GET" && path.count == 3, "\(call.method) \(call.url) is not documented")
                continue
            }
            for item in url.queryItems ?? [] {
                let known = operation.query_params ?? []
                #expect(known.contains(item.name), "\(operation.path) knows no \(item.name)")
            }
            let body = call.body.flatMap { try? JSONSerialization.jsonObject(with: Data($0)) } as? [String: Any] ?? [:]
            for name in body.keys {
                #expect((operation.body_params ?? []).contains(name), "\(operation.path) knows no \(name)")
            }
        }
    }

    /// A push read, a pull request opened, merged and read again, another one closed.
    private func callsOfOneStory() async throws -> [HTTPCall] {
        let github = FakeGitHub()
        let base = github.commit(["app/db.py": "a\n"])
        github.state.withLock { $0.branches["main"] = base }
        let caller = WatchedCaller()
        try await github.run { (address) async throws in
            let api = GitHubAPI(
                addresses: GitHubAddresses(rest: address, web: "https://github.test"), caller: caller,
                credentials: .personal("token"), logger: Logger(label: "test"))
            let host = GitHubCodeHost(api: api, isOurs: { _ in true })
            _ = try await host.changes(in: "acme/shop", from: .none, to: CommitSHA(base))
            for branch in ["codehealer/one", "codehealer/two"] {
                let change = ProposedChange(path: "app/db.py", original: "a\n", updated: "\(branch)\n")
                let draft = PullRequestDraft(
                    repository: "acme/shop", baseBranch: "main", base: CommitSHA(base), branch: branch,
                    commitMessage: "fix: it", title: "Fix it", body: "Because.", changes: [change], isDraft: true,
                    labels: ["codehealer"])
                let pull = try await host.openPullRequest(draft)
                let commit = BranchCommit(
                    pullRequest: pull, head: pull.headSHA,
                    changes: [ProposedChange(path: "app/db.py", original: change.updated, updated: "c\n")],
                    message: "fix: it", trailers: [], mark: branch)
                guard case .pushed(let head) = try await host.pushCommit(commit) else { continue }
                let review = SuggestedReview(
                    pullRequest: pull, head: head,
                    items: [
                        .init(
                            finding: .sample(path: "app/db.py"),
                            change: ProposedChange(path: "app/db.py", original: "c\n", updated: "d\ne\n"), origin: "")
                    ], reason: "because", approvedBy: "Ada", mark: branch)
                for _ in 1...2 { _ = try await host.suggest(review) }
                let current = try await host.pullRequest(pull.number, in: "acme/shop").reference
                if branch == "codehealer/one" {
                    try await host.markReady(current)
                    _ = try await host.merge(current, at: current.headSHA, message: "fix: it")
                    _ = try await host.mergedChanges(link: pull.url)
                } else {
                    try await host.close(current, comment: "no")
                }
            }
        }
        return caller.calls
    }
}
