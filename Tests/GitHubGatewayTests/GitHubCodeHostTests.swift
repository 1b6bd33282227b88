import Foundation
import GitHubGateway
import HTTPCalling
import HealingDomain
import HealingTesting
import Logging
import Synchronization
import Testing

/// Against a GitHub on loopback, through the real client.
struct GitHubCodeHostTests {
    private let github = FakeGitHub()
    private let old = ["app/db.py": "a\nb\n", "run.sh": "echo\n", "README.md": "hello\n"]

    private func host(_ address: String, isOurs: Bool = true) -> GitHubCodeHost {
        let api = GitHubAPI(
            addresses: GitHubAddresses(rest: address, web: "https://github.test"), caller: CurlCaller(),
            credentials: .personal("token"), logger: Logger(label: "test"), pause: { _ in })
        return GitHubCodeHost(api: api, isOurs: { _ in isOurs })
    }

    @Test func `a gist is read with its owner, whatever the link's host`() async throws {
        try await self.github.run { (address) async throws in
            let api = GitHubAPI(
                addresses: GitHubAddresses(rest: address, web: "https://github.test"), caller: CurlCaller(),
                credentials: .personal("token"), logger: Logger(label: "test"), pause: { _ in })
            let gists = GitHubGists(api: api)
            let gist = Gist(owner: "ada", texts: ["the token"])
            #expect(try await gists.gist(link: "https://gist.github.com/ada/0123456789abcdef") == gist)
            #expect(try await gists.gist(link: "https://evil.test/0123456789ABCDEF?x#y") == gist)
            #expect(try await gists.gist(link: "https://gist.github.com/ada/ffffffffffffffff") == nil)
            for link in ["", "https://gist.github.com/ada", "https://x/../../user", "https://x/0123456789abcdef/raw"] {
                #expect(try await gists.gist(link: link) == nil)
            }
        }
    }

    /// A repository with one commit on `main`.
    private func start() -> CommitSHA {
        let first = self.github.commit(self.old, executable: ["run.sh"])
        self.github.state.withLock { $0.branches["main"] = first }
        return CommitSHA(first)
    }

    private func draft(on base: CommitSHA, isDraft: Bool = false) -> PullRequestDraft {
        PullRequestDraft(
            repository: "acme/shop", baseBranch: "main", base: base, branch: "codehealer/rule-abc",
            commitMessage: "fix: it\n\nCodeHealer-Fix: fix-1", title: "Fix it", body: "Because.",
            changes: [
                ProposedChange(path: "app/db.py", original: "a\nb\n", updated: "a\nB\n"),
                ProposedChange(path: "run.sh", original: "echo\n", updated: "echo hi\n"),
            ], isDraft: isDraft, labels: ["codehealer"])
    }

    private func fault(_ body: () async throws -> Void) async -> Fault? {
        do {
            try await body()
            return nil
        } catch {
            return error as? Fault
        }
    }

    @Test func `changes, files and heads are read`() async throws {
        let first = self.start()
        let second = self.github.commit(
            ["app/db.py": "a\nB\n", "new.py": "x\n", "run.sh": "echo\n"], parents: [first.rawValue])
        self.github.state.withLock { $0.branches["feature/x y"] = second }
        try await self.github.run { (address) async throws in
            let host = self.host(address)
            let changes = try await host.changes(in: "acme/shop", from: first, to: CommitSHA(second))
            #expect(
                changes == [
                    ChangedFile(path: "app/db.py", changedLines: [1...2]),
                    ChangedFile(path: "new.py", changedLines: nil),
                ])
            #expect(try await host.changes(in: "acme/shop", from: first, to: .none) == [])
            #expect(try await host.head(of: "feature/x y", in: "acme/shop") == CommitSHA(second))
            #expect(try await host.head(of: "gone", in: "acme/shop") == nil)
            let file = try await host.file("app/db.py", in: "acme/shop", at: CommitSHA(second), limit: 100)
            #expect(file == SourceFile(path: "app/db.py", content: "a\nB\n"))
            #expect(try await host.file("app/db.py", in: "acme/shop", at: CommitSHA(second), limit: 3) == nil)
            #expect(try await host.file("gone.py", in: "acme/shop", at: CommitSHA(second), limit: 100) == nil)
            #expect(try await host.file("app", in: "acme/shop", at: CommitSHA(second), limit: 100) == nil)
        }
    }

    @Test func `a new branch is compared with the default branch, a first push with nothing`() async throws {
        let first = self.start()
        let second = self.github.commit(["app/db.py": "a\nB\n"], parents: [first.rawValue])
        let unrelated = self.github.commit(["other.py": "x\n"])
        try await self.github.run { (address) async throws in
            let host = self.host(address)
            let branch = try await host.changes(in: "acme/shop", from: .none, to: CommitSHA(second))
            #expect(branch.map(\.path) == ["app/db.py"])
            let initial = try await host.changes(in: "acme/shop", from: .none, to: first)
            #expect(initial.map(\.path) == ["README.md", "app/db.py", "run.sh"])
            let gone = try await host.changes(in: "acme/shop", from: .numbered(99), to: CommitSHA(second))
            #expect(gone.map(\.path) == ["app/db.py"])
            let other = try await host.changes(in: "acme/shop", from: first, to: CommitSHA(unrelated))
            #expect(other == [ChangedFile(path: "other.py", changedLines: nil)])
        }
    }

    @Test func `renamed, binary, removed and mode-only files are told apart`() async throws {
        let files = """
            {"status":"ahead","files":[
             {"filename":"moved.py","status":"renamed","changes":0,"previous_filename":"old.py"},
             {"filename":"moved2.py","status":"renamed","changes":2,"patch":"@@ -1 +1 @@\\n-a\\n+b"},
             {"filename":"big.py","status":"modified","changes":9000},
             {"filename":"cut.py","status":"modified","changes":3,"patch":"@@ -1,9 +1,9 @@\\n+b"},
             {"filename":"gone.py","status":"removed","changes":3,"patch":"@@ -1 +0,0 @@\\n-a"}]}
            """
        self.github.state.withLock { $0.comparison = files }
        try await self.github.run { (address) async throws in
            let changes = try await self.host(address).changes(in: "acme/shop", from: .numbered(1), to: .numbered(2))
            let expected = [
                ChangedFile(path: "moved.py", changedLines: []), ChangedFile(path: "moved2.py", changedLines: [1...1]),
                ChangedFile(path: "big.py", changedLines: nil, isTruncated: true),
                ChangedFile(path: "cut.py", changedLines: nil, isTruncated: true),
            ]
            #expect(changes == expected)
        }
    }

    @Test func `past 300 files the trees say what else changed`() async throws {
        let base = self.github.commit(["kept.py": "k", "late.py": "1"])
        let head = self.github.commit(["kept.py": "k", "late.py": "2", "later.py": "3"], parents: [base])
        let listed = (0..<300).map { #"{"filename":"f\#($0).py","status":"modified","patch":"@@ -1 +1 @@\n-a\n+b"}"# }
        let comparison =
            #"{"status":"ahead","merge_base_commit":{"sha":"\#(base)"},"files":[\#(listed.joined(separator: ","))]}"#
        self.github.state.withLock { $0.comparison = comparison.replacingOccurrences(of: "\n", with: "\\n") }
        try await self.github.run { (address) async throws in
            let changes = try await self.host(address).changes(
                in: "acme/shop", from: CommitSHA(base), to: CommitSHA(head))
            #expect(changes.count == 302 && changes.first?.changedLines == [1...1])
            #expect(
                changes.suffix(2) == [
                    ChangedFile(path: "late.py", changedLines: nil), ChangedFile(path: "later.py", changedLines: nil),
                ])
        }
    }

    @Test func `bytes that are no text are no file`() async throws {
        let first = self.start()
        self.github.state.withLock { state in
            for bytes in [[0xFF, 0xFE], [0x61, 0x00]] as [[UInt8]] {
                state.trees[state.commits[first.rawValue]?.tree ?? ""]?["bin\(bytes[0])"] = ("100644", Data(bytes))
            }
        }
        try await self.github.run { (address) async throws in
            for path in ["bin255", "bin97"] {
                #expect(try await self.host(address).file(path, in: "acme/shop", at: first, limit: 100) == nil)
            }
        }
    }

    @Test func `paths that would climb never leave this machine`() async throws {
        try await self.github.run { (address) async throws in
            for path in ["../../../user", "a/./b", "a//b", ""] {
                let fault = await self.fault {
                    _ = try await self.host(address).file(path, in: "acme/shop", at: .sample, limit: 9)
                }
                #expect(fault?.isRetryable == false)
            }
            #expect(await self.fault { _ = try await self.host(address).head(of: "x", in: "acme/../x") } != nil)
        }
        #expect(self.github.state.withLock { $0.requests } == [])
    }

    @Test func `a pull request has one commit, keeps modes and is opened once`() async throws {
        let base = self.start()
        try await self.github.run { (address) async throws in
            let host = self.host(address)
            let reference = try await host.openPullRequest(self.draft(on: base, isDraft: true))
            #expect(reference.number == 1 && reference.isDraft && reference.branch == "codehealer/rule-abc")
            #expect(try await host.openPullRequest(self.draft(on: base)) == reference)
            let state = try await host.pullRequest(1, in: "acme/shop")
            #expect(state.isOpen && !state.isMerged && state.mergeSHA == nil && state.author == "codehealer[bot]")
            #expect(state.reference == reference && state.baseSHA == base)
        }
        self.github.state.withLock { state in
            let tip = state.commits[state.branches["codehealer/rule-abc"] ?? ""]
            #expect(tip?.parents == [base.rawValue])
            #expect(tip?.message == "fix: it\n\nCodeHealer-Fix: fix-1\nCodeHealer-Branch: codehealer/rule-abc\n")
            let files = state.trees[tip?.tree ?? ""] ?? [:]
            #expect(files["run.sh"]?.mode == "100755" && files["app/db.py"]?.mode == "100644")
            #expect(files["app/db.py"]?.text == Data("a\nB\n".utf8) && files["README.md"]?.text == Data("hello\n".utf8))
            #expect(state.pulls.count == 1 && state.pulls[1]?.labels == ["codehealer"])
        }
    }

    @Test(arguments: ["POST /api/v3/repos/acme/shop/git/refs", "POST /api/v3/repos/acme/shop/pulls"])
    func `an answer lost on the way leads to no second branch or pull request`(_ call: String) async throws {
        let base = self.start()
        self.github.state.withLock { $0.faults[call] = [HTTPAnswer(status: 0)] }
        try await self.github.run { (address) async throws in
            let host = self.host(address)
            #expect(await self.fault { _ = try await host.openPullRequest(self.draft(on: base)) }?.isRetryable == true)
            #expect(try await host.openPullRequest(self.draft(on: base)).number == 1)
        }
        #expect(self.github.state.withLock { $0.pulls.count == 1 && $0.branches.count == 2 })
    }

    @Test func `our branch of an older base is moved, a branch with somebody's commit is left alone`() async throws {
        let base = self.start()
        let next = CommitSHA(self.github.commit(self.old.merging(["x.py": "x\n"]) { $1 }, parents: [base.rawValue]))
        self.github.state.withLock { $0.faults["POST /api/v3/repos/acme/shop/pulls"] = [HTTPAnswer(status: 500)] }
        try await self.github.run { (address) async throws in
            let host = self.host(address)
            #expect(await self.fault { _ = try await host.openPullRequest(self.draft(on: base)) }?.isRetryable == true)
            let left = self.github.state.withLock { $0.branches["codehealer/rule-abc"] }
            let reference = try await host.openPullRequest(self.draft(on: next))
            #expect(reference.headSHA.rawValue != left)

            let theirs = self.github.commit(["theirs.py": "x"], parents: [reference.headSHA.rawValue], message: "mine")
            self.github.state.withLock { state in
                state.pulls = [:]
                state.branches["codehealer/rule-abc"] = theirs
            }
            let fault = await self.fault { _ = try await host.openPullRequest(self.draft(on: next)) }
            #expect(fault?.isRetryable == false && fault?.advice?.contains("alone") == true)
            #expect(self.github.state.withLock { $0.branches["codehealer/rule-abc"] } == theirs)
        }
    }

    @Test func `a pull request on a later page is found`() async throws {
        let base = self.start()
        self.github.state.withLock { state in
            for number in 1...4 {
                let head = number == 4 ? "codehealer/rule-abc" : "other-\(number)"
                state.pulls[number] = FakeGitHub.Pull(
                    number: number, head: head, headSHA: base.rawValue, base: "main", baseSHA: base.rawValue)
            }
        }
        try await self.github.run { (address) async throws in
            #expect(try await self.host(address).openPullRequest(self.draft(on: base)).number == 4)
        }
    }

    @Test func `where drafts are not offered the title says draft`() async throws {
        let base = self.start()
        let refusal = FakeGitHub.State.refuse(422, "Draft pull requests are not supported in this repository.")
        self.github.state.withLock { $0.faults["POST /api/v3/repos/acme/shop/pulls"] = [refusal] }
        try await self.github.run { (address) async throws in
            #expect(try await self.host(address).openPullRequest(self.draft(on: base, isDraft: true)).isDraft == false)
        }
        #expect(self.github.state.withLock { $0.pulls[1]?.title } == "Draft: Fix it")
    }
}
