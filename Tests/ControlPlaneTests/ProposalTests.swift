import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

/// Decisions about fixes for a person's pull request: a commit on its branch, or suggestions, once.
struct ProposalTests {
    private static let text = "a = load(x)\nb\nc = load(y)\nd\n"

    private static func change(_ updated: String) -> ProposedChange {
        ProposedChange(path: "app/settings.py", original: Self.text, updated: updated)
    }

    private static let changes = [
        Self.change(Self.text.replacing("load(x)", with: "safe(x)")),
        Self.change(Self.text.replacing("load(y)", with: "safe(y)")),
    ]

    private static let both = Self.text.replacing("load", with: "safe")

    /// Two findings of pull request #7, waiting on one card.
    private func bench(
        count: Int = 2, kind: Approval.Kind = .push, obstacle: String? = nil, logins: [PersonID: String] = [:]
    ) async throws -> Workbench {
        let changes = Array(Self.changes.prefix(count))
        let digest = String(ProposedChange.digestText(ProposedChange.combined(changes) ?? []).utf8.count)
        let approval = Approval.sample(kind: kind, finding: .numbered(1), diffHash: digest)
        let bench = Workbench(records: [], approvals: [approval], logins: logins)
        await bench.setPullRequest()
        let findings = (1...count).map { number in
            Finding.sample(
                issueType: "SQL_INJECTION", cwe: "CWE-89", path: "app/settings.py",
                range: SourceRange(startLine: number * 2 - 1, endLine: number * 2 - 1), fingerprint: .numbered(number))
        }
        let proposal = Proposal(
            items: findings.map {
                Proposal.Item(
                    finding: $0.fingerprint, severity: $0.severity, issueType: $0.issueType, path: $0.path,
                    lines: $0.range.lines, source: .thread, confidence: 90)
            }, head: .numbered(7), obstacle: obstacle, requestedBy: "U3")
        var records = zip(findings, changes).map { finding, change in
            HealingRecord.sample(
                finding: finding, candidate: .sample(change: change), pullRequest: .sample(branch: "feature/search"))
        }
        for index in records.indices { records[index].proposal = proposal }
        let card = try await bench.announcer.announce(records[0], approval: approval)
        for var record in records {
            record.card = card
            try await bench.records.save(record)
        }
        return bench
    }

    private func card(_ bench: Workbench) async -> String {
        await bench.chat.posts.filter { $0.message.metadata["proposal"] != nil }
            .map { MessageText.of($0.message) }.joined(separator: "\n=====\n")
    }

    private func states(_ bench: Workbench) async throws -> [HealingRecord.State] {
        try await bench.records.records(repository: .sample, pullRequest: 7).map(\.state)
    }

    private func approve(_ bench: Workbench) async throws {
        try await bench.controlPlane().handle(.action(.click(.approve)))
    }

    private func merged(_ head: CommitSHA) -> InboundEvent {
        .pullRequest(.sample(.merged, head: head))
    }

    // MARK: The card

    @Test func `the card lists each finding, and says what approving does`() async throws {
        let card = await self.card(try await self.bench())
        #expect(card.contains("# 2 fixes for acme/shop#7"))
        #expect(
            card.contains("Approve puts one commit on `feature/search`, on top of `\(CommitSHA.numbered(7).short)`."))
        #expect(card.contains("app/settings.py:1]") && card.contains("app/settings.py:3]"))
        #expect(card.contains("[Approve approve=approval-1 primary] [Reject reject=approval-1 danger] [Why"))
        let fork = await self.card(try await self.bench(count: 1, kind: .suggest, obstacle: "it comes from a fork"))
        #expect(fork.contains("# A fix for acme/shop#7"))
        #expect(fork.contains("leaves committable suggestions in a review: I cannot push, since it comes from a fork."))
    }

    @Test func `Show diff shows the whole change, Why lists what is in it`() async throws {
        let bench = try await self.bench()
        try await bench.controlPlane().handle(
            .action(.click(.diff, value: Fingerprint.numbered(1).rawValue)))
        let diff = try #require(await bench.told().last)
        #expect(diff.contains("2 added, 2 removed") && diff.contains("+a = safe(x)") && diff.contains("+c = safe(y)"))
        try await bench.controlPlane().handle(.action(.click(.why, value: Fingerprint.numbered(1).rawValue)))
        #expect(await bench.told().last?.contains("2 fixes in one question") == true)
    }

    // MARK: Approved

    @Test func `an approval puts one commit on the branch, once, and is told once`() async throws {
        let bench = try await self.bench(logins: ["U1": "ada-l"])
        try await self.approve(bench)
        try await self.approve(bench)
        let commit = try #require(await bench.host.pushed.first)
        #expect(await bench.host.pushed.count == 1)
        #expect(
            commit.head == .numbered(7) && commit.mark == "approval-1" && commit.changes.map(\.updated) == [Self.both])
        #expect(
            commit.message == """
                fix: 2 findings in this pull request

                - SQL injection in app/settings.py:1 (CWE-89), rule python.unsafe-yaml-load
                - SQL injection in app/settings.py:3 (CWE-89), rule python.unsafe-yaml-load
                """)
        #expect(
            commit.trailers
                == ["Co-authored-by: Ada <ada-l@users.noreply.github.com>", "Approved-in-Slack-by: Ada"])
        #expect(try await self.states(bench) == [.pushed, .pushed])
        let card = await self.card(bench)
        #expect(card.contains("Pushed as `\(CommitSHA.numbered(3001).short)` to `feature/search`"))
        #expect(!card.contains("Approve approve="))
        #expect(await bench.notes().count == 1)
        #expect(await bench.steps().count { $0 == "pull_request.pushed" } == 2)
        #expect(await bench.learner.lessons.isEmpty)
    }

    @Test func `a broken connection at any point is made good, with one commit and one review`() async throws {
        let passing = Fault(doing: "calling", detail: "502", isRetryable: true)
        for kind in [Approval.Kind.push, .suggest] {
            for call in [ScriptedCodeHost.Call.pushCommit, .suggest] {
                for isLate in [false, true] {
                    let bench = try await self.bench(kind: kind, obstacle: kind == .push ? nil : "it is a fork")
                    if isLate {
                        await bench.host.failAfter(call, with: passing)
                    } else {
                        await bench.host.fail(call, with: passing)
                    }
                    try? await self.approve(bench)
                    await bench.host.fail(call, with: nil)
                    try await bench.controlPlane().approvals.resumeUnexecuted()
                    let comment: Comment = "\(kind) \(call) late: \(isLate)"
                    #expect(await bench.host.pushed.count == (kind == .push ? 1 : 0), comment)
                    #expect(await bench.host.suggested.count == (kind == .push ? 0 : 1), comment)
                    let end: HealingRecord.State = kind == .push ? .pushed : .suggested
                    #expect(try await self.states(bench) == [end, end], comment)
                    #expect(try await bench.approvals.unexecuted().isEmpty, comment)
                }
            }
        }
    }

    @Test(arguments: [false, true])
    func `dying at any step, before or after its effect, ends in one commit and a true card`(
        _ isLate: Bool
    ) async throws {
        for count in 0...16 {
            let bench = try await self.bench()
            try? await ControlPlane(bench.crashing(after: count, isLate: isLate)).handle(.action(.click(.approve)))
            try await bench.controlPlane().handle(.action(.click(.approve)))
            try await bench.controlPlane().approvals.resumeUnexecuted()
            #expect(await bench.host.pushed.count == 1, "died at \(count)")
            #expect(try await self.states(bench) == [.pushed, .pushed], "died at \(count)")
            #expect(await self.card(bench).contains("Pushed as"), "died at \(count)")
            #expect(try await bench.approvals.unexecuted().isEmpty, "died at \(count)")
            let steps = await bench.steps()
            for step in ["approval.approved", "pull_request.pushed"] {
                #expect(steps.count { $0 == step } == 2, "\(step), died at \(count)")
            }
        }
    }

    @Test func `a push that the host refuses when it is tried becomes suggestions, and the card says why`() async throws
    {
        let bench = try await self.bench()
        await bench.host.refusePushes("GitHub does not let my token write there")
        try await self.approve(bench)
        let review = try #require(await bench.host.suggested.first)
        #expect(review.items.count == 2 && review.reason == "GitHub does not let my token write there")
        #expect(review.approvedBy == "Ada" && review.head == .numbered(7))
        #expect(try await self.states(bench) == [.suggested, .suggested])
        let card = await self.card(bench)
        #expect(
            card.contains("2 suggestions to commit. I did not push, since GitHub does not let my token write there."))
    }

    @Test func `a branch that moved is not touched, whoever notices it`() async throws {
        let noticed = try await self.bench()
        await noticed.setPullRequest(head: .numbered(8))
        try await self.approve(noticed)
        #expect(try await self.states(noticed) == [.superseded, .superseded])

        let told = try await self.bench()
        try await told.controlPlane().handle(.pullRequest(.sample(.synchronized, head: .numbered(8))))
        #expect(try await self.states(told) == [.superseded, .superseded])
        #expect(await self.card(told).contains("`/codehealer fix acme/shop#7` looks at it as it is now."))
        for bench in [noticed, told] { #expect(await bench.host.pushed.isEmpty) }
    }

    @Test func `what is not what was shown is not pushed`() async throws {
        let bench = try await self.bench()
        var other = try #require(try await bench.records.record(of: .numbered(2)))
        other.candidate?.change = Self.change(Self.text.replacing("load(y)", with: "something_else(y)"))
        try await bench.records.save(other)
        try await self.approve(bench)
        #expect(await bench.host.pushed.isEmpty)
        #expect(try await self.states(bench) == [.superseded, .superseded])
    }

    @Test func `a fault that lasts is told with what to do`() async throws {
        let bench = try await self.bench()
        await bench.host.fail(
            .pushCommit, with: Fault(doing: "pushing", detail: "the file is a link", advice: "Make it by hand."))
        try await self.approve(bench)
        #expect(try await self.states(bench) == [.failed, .failed])
        #expect(await bench.notes().contains { $0.contains("the file is a link. Make it by hand.") })
    }

    // MARK: Rejected and closed

    @Test func `turning fixes down leaves the person's pull request alone`() async throws {
        let bench = try await self.bench()
        try await bench.controlPlane().handle(.modalSubmitted(.rejection()))
        #expect(try await self.states(bench) == [.rejected, .rejected])
        #expect(await bench.host.closed.isEmpty)
        #expect(await bench.learner.lessons.isEmpty, "nobody said which of the two is wrong")
        let one = try await self.bench(count: 1)
        try await one.controlPlane().handle(.modalSubmitted(.rejection()))
        #expect(await one.learner.lessons.map(\.outcome) == [.rejected])
        #expect(await self.card(one).contains("`/codehealer fix 1fffffff` proposes it again."))
    }

    @Test(arguments: [PullRequestEvent.Action.merged, .closed])
    func `a pull request that ends without a decision says nothing about the fix`(
        _ action: PullRequestEvent.Action
    ) async throws {
        let bench = try await self.bench()
        try await bench.controlPlane().handle(.pullRequest(.sample(action)))
        #expect(try await self.states(bench) == [.superseded, .superseded])
        #expect(try await bench.approval()?.state == .superseded)
        #expect(await bench.learner.lessons.isEmpty)
        #expect(await bench.host.closed.isEmpty)
        try await self.approve(bench)
        #expect(await bench.host.pushed.isEmpty)
    }

    // MARK: Learned

    @Test func `a merge right after the commit teaches that both fixes were right`() async throws {
        let bench = try await self.bench()
        try await self.approve(bench)
        try await bench.controlPlane().handle(self.merged(.numbered(3001)))
        try await bench.controlPlane().handle(self.merged(.numbered(3001)))
        #expect(try await self.states(bench) == [.merged, .merged])
        #expect(await bench.learner.lessons.map(\.outcome) == [.approved, .approved])
        #expect(await bench.learner.lessons.allSatisfy { $0.by == "U1" && $0.mergedContent == nil })
        #expect(await self.card(bench).contains("Merged with this fix"))
    }

    @Test(arguments: [
        (Self.both + "more\n", [LessonOutcome.approved, .approved]),
        (Self.both.replacing("safe(y)", with: "load(y)"), [.approved, .reverted]),
        (Self.both.replacing("safe(y)", with: "best(y)"), [.approved, .editedBeforeMerge]),
    ])
    func `what people made of the fix before the merge is what is learned`(
        _ content: String, _ outcomes: [LessonOutcome]
    ) async throws {
        let bench = try await self.bench()
        try await self.approve(bench)
        await bench.host.put(content, at: "app/settings.py", commit: .numbered(99))
        try await bench.controlPlane().handle(self.merged(.numbered(50)))
        #expect(await bench.learner.lessons.map(\.outcome) == outcomes)
    }

    @Test func `a suggestion counts once somebody has committed it`() async throws {
        for (content, end, outcomes) in [
            (Self.both, HealingRecord.State.merged, [LessonOutcome.approved, .approved]), (Self.text, .superseded, []),
        ] {
            let bench = try await self.bench(kind: .suggest, obstacle: "it is a fork")
            try await self.approve(bench)
            await bench.host.put(content, at: "app/settings.py", commit: .numbered(99))
            try await bench.controlPlane().handle(self.merged(.numbered(50)))
            #expect(try await self.states(bench) == [end, end])
            #expect(await bench.learner.lessons.map(\.outcome) == outcomes)
        }
    }
}
