import FoundationEssentials
import HealingDomain
import HealingFlow
import HealingTesting
import Synchronization
import Testing

/// `fix <pr>`: one question about a person's pull request, for all that is found in it.
struct PullRequestHealingTests {
    private static let two =
        "import yaml\n\ndef one(f):\n    return yaml.load(f)\n\ndef two(g):\n    return yaml.load(g)\n"

    private func flow(_ content: String = FlowHarness.before, knows: Bool = true) async throws -> FlowHarness {
        let flow = FlowHarness()
        await flow.codeHost.put(content, at: "app/settings.py", branch: "feature/settings")
        await flow.codeHost.setPullRequest(self.state())
        if knows {
            try await flow.memory.remember(
                .sample(
                    pairs: [
                        FixPair(
                            language: .python, before: "cfg = yaml.load(f)", after: "cfg = yaml.safe_load(f)",
                            origin: .mergedPullRequest(url: "https://github.test/acme/shop/pull/3"))
                    ], resolution: .mergedPullRequest))
        }
        return flow
    }

    private func state(
        head: CommitSHA = .sample, isOpen: Bool = true, isMerged: Bool = false, files: Int = 1, isOurs: Bool = false
    ) -> PullRequestState {
        PullRequestState(
            reference: .sample(number: 12, headSHA: head, branch: "feature/settings"), baseBranch: "develop",
            baseSHA: .numbered(1), isOpen: isOpen, isMerged: isMerged, mergeSHA: nil, author: "tom",
            headRepository: .sample, changedFileCount: files, isOurs: isOurs)
    }

    private func heal(
        _ flow: FlowHarness, finding: Fingerprint? = nil, ids: FlowHarness.Counter = .init(),
        progress: @escaping @Sendable (PullRequestState) async -> Void = { _ in }
    ) async throws -> PullRequestAnswer {
        try await flow.pullRequestHealing(ids: ids).heal(
            pullRequest: 12, in: .sample, finding: finding, requestedBy: "U1", progress: progress)
    }

    private func report(_ flow: FlowHarness, finding: Fingerprint? = nil, ids: FlowHarness.Counter = .init())
        async throws -> PullRequestReport
    {
        guard case .looked(let report) = try await self.heal(flow, finding: finding, ids: ids) else {
            throw Fault(doing: "looking", detail: "refused")
        }
        return report
    }

    @Test func `a finding is proposed for the pull request's own branch, and no other pull request is opened`()
        async throws
    {
        let flow = try await self.flow()
        let counts = Mutex<[Int]>([])
        let answer = try await self.heal(flow) { state in counts.withLock { $0.append(state.changedFileCount) } }
        guard case .looked(let report) = answer else { return #expect(Bool(false), "\(answer)") }
        #expect(counts.withLock { $0 } == [1])
        let record = try #require(report.proposed.first)
        #expect(report.proposed.count == 1 && report.scannedCount == 1 && !report.isKnown)
        #expect(record.state == .proposed && record.pullRequest?.number == 12 && record.card != nil)
        #expect(record.proposal?.obstacle == nil && record.proposal?.head == .sample)
        #expect(await flow.codeHost.opened.isEmpty)
        let approval = try #require(try await flow.approvals.pending().first)
        #expect(approval.kind == .push && approval.headSHA == .sample && approval.pullRequest == 12)
        #expect(approval.author == "tom" && record.approvalID == approval.id)
        #expect(await flow.audit.all.map(\.step) == ["detect", "find", "gate", "decide", "act", "announce"])
    }

    @Test func `several findings are one question, one card and one change`() async throws {
        let flow = try await self.flow(Self.two)
        let report = try await self.report(flow)
        #expect(report.proposed.count == 2)
        #expect(try await flow.approvals.pending().count == 1)
        #expect(await flow.announcer.announced.count == 1)
        #expect(Set(report.proposed.map(\.card)).count == 1)
        let changes = ProposedChange.combined(report.proposed.compactMap { $0.candidate?.change })
        #expect(changes?.first?.updated == Self.two.replacing("yaml.load", with: "yaml.safe_load"))
        #expect(
            try await flow.approvals.pending().first?.diffHash
                == changes.map {
                    String(ProposedChange.digestText($0).utf8.count)
                })
    }

    @Test func `where nobody may push, suggestions are proposed`() async throws {
        let flow = try await self.flow()
        await flow.codeHost.setObstacle("it comes from a fork", to: 12)
        let report = try await self.report(flow)
        #expect(report.proposed.first?.proposal?.obstacle == "it comes from a fork")
        #expect(try await flow.approvals.pending().first?.kind == .suggest)
    }

    @Test func `asking again about the same commit answers with the question that waits`() async throws {
        let flow = try await self.flow(Self.two)
        let ids = FlowHarness.Counter()
        let first = try await self.report(flow, ids: ids)
        let second = try await self.report(flow, ids: ids)
        #expect(second.isKnown && second.proposed == first.proposed)
        #expect(try await flow.approvals.pending().count == 1)
        #expect(await flow.announcer.announced.count == 1)
        #expect(await flow.scanner.scans.count == 4)
    }

    @Test func `a new commit makes a new question, and takes the old card's buttons away`() async throws {
        let flow = try await self.flow()
        let ids = FlowHarness.Counter()
        let first = try await self.report(flow, ids: ids)
        await flow.codeHost.put(FlowHarness.before + "\nx = 1\n", at: "app/settings.py", commit: .numbered(2))
        await flow.codeHost.setPullRequest(self.state(head: .numbered(2)))
        let second = try await self.report(flow, ids: ids)
        #expect(!second.isKnown && second.proposed.first?.approvalID == "approval-2")
        #expect(second.proposed.first?.card != first.proposed.first?.card)
        #expect(try await flow.approvals.approval(id: "approval-1")?.state == .superseded)
        let old = await flow.announcer.announced.last { $0.record.approvalID == "approval-1" }
        #expect(old?.record.state == .superseded && old?.approval?.state == .superseded)
    }

    @Test func `nothing found and nothing known are both said, with what was looked at`() async throws {
        let clean = try await self.flow("x = 1\n")
        let report = try await self.report(clean)
        #expect(report.proposed.isEmpty && report.told.isEmpty && report.scannedCount == 1)
        let unknown = try await self.flow(knows: false)
        let told = try await self.report(unknown)
        #expect(told.proposed.isEmpty && told.told.map(\.state) == [.notified])
        #expect(await unknown.announcer.announced.isEmpty)
        #expect(try await unknown.approvals.pending().isEmpty)
    }

    @Test func `closed, merged, our own and too large pull requests are refused, each for its reason`() async throws {
        let flow = try await self.flow()
        await flow.codeHost.setPullRequest(self.state(isOpen: false))
        #expect(try await self.heal(flow) == .refused(.closed(isMerged: false)))
        await flow.codeHost.setPullRequest(self.state(isOpen: false, isMerged: true))
        #expect(try await self.heal(flow) == .refused(.closed(isMerged: true)))
        await flow.codeHost.setPullRequest(self.state(isOurs: true))
        #expect(try await self.heal(flow) == .refused(.ours(nil)))
        await flow.codeHost.setPullRequest(self.state(files: 301))
        #expect(try await self.heal(flow) == .refused(.tooLarge(files: 301, limit: 300)))
        let ours = HealingRecord.sample(pullRequest: .sample(number: 12))
        await flow.codeHost.setPullRequest(self.state())
        try await flow.records.save(ours)
        #expect(try await self.heal(flow) == .refused(.ours(ours)))
        #expect(await flow.scanner.scans.isEmpty)
    }

    @Test func `a file whose diff GitHub leaves out is reported, not scanned`() async throws {
        let flow = try await self.flow()
        await flow.codeHost.setChanges(
            [ChangedFile(path: "app/settings.py", changedLines: nil, isTruncated: true)], at: .sample)
        let report = try await self.report(flow)
        #expect(report.scannedCount == 0 && report.proposed.isEmpty)
        #expect(report.problems.map(\.reason) == ["its diff is too large for GitHub to show"])
    }

    @Test func `what was turned down stays so, until somebody asks for the finding itself`() async throws {
        let flow = try await self.flow()
        let ids = FlowHarness.Counter()
        var record = try #require(try await self.report(flow, ids: ids).proposed.first)
        _ = try await flow.approvals.decide(
            id: "approval-1", as: .rejected, by: "U1", reason: "no", at: flow.clock.now())
        record.state = .rejected
        try await flow.records.save(record)
        try await flow.learner.learn(Lesson(record: record, outcome: .rejected, by: "U1"))

        let again = try await self.report(flow, ids: ids)
        #expect(again.proposed.isEmpty && again.left.map(\.reason) == [.rejected])

        let wanted = try await self.report(flow, finding: record.finding.fingerprint, ids: ids)
        #expect(wanted.proposed.map(\.state) == [.proposed] && wanted.proposed.first?.approvalID == "approval-2")
    }

    @Test func `a finding that has a pull request of ours is left to that`() async throws {
        let flow = try await self.flow()
        let finding = try #require(
            try await flow.scanner.scan(
                [SourceFile(path: "app/settings.py", content: FlowHarness.before)],
                in: ScanContext(repository: .sample, branch: "develop", commit: .sample)
            ).findings.first)
        let known = HealingRecord.sample(finding: finding, pullRequest: .sample(number: 20))
        try await flow.records.save(known)
        let report = try await self.report(flow)
        #expect(report.left.map(\.reason) == [.elsewhere] && report.proposed.isEmpty)
        #expect(try await flow.records.record(of: finding.fingerprint) == known)
    }

    @Test func `what a pull request left behind is healed once it reaches a branch of ours`() async throws {
        let flow = try await self.flow()
        var record = try #require(try await self.report(flow).proposed.first)
        record.state = .superseded
        try await flow.records.save(record)
        let healed = try await flow.pipeline().heal(FlowHarness.push())
        #expect(healed.map(\.state) == [.proposed] && healed.first?.proposal == nil)
        #expect(await flow.codeHost.opened.count == 1)
    }

    @Test func `a crash anywhere leaves one question with one card after the next try`() async throws {
        for call in [ScriptedCodeHost.Call.pullRequest, .changes, .file, .pushObstacle] {
            let flow = try await self.flow(Self.two)
            let ids = FlowHarness.Counter()
            await flow.codeHost.fail(call, with: Fault(doing: "calling", detail: "502", isRetryable: true))
            await #expect(throws: Fault.self) { () async throws in _ = try await self.report(flow, ids: ids) }
            await flow.codeHost.fail(call, with: nil)
            #expect(try await self.report(flow, ids: ids).proposed.count == 2)
            #expect(try await flow.approvals.pending().count == 1)
        }
        let flow = try await self.flow(Self.two)
        let ids = FlowHarness.Counter()
        await flow.announcer.fail(with: Fault(doing: "posting", detail: "502", isRetryable: true))
        await #expect(throws: Fault.self) { () async throws in _ = try await self.report(flow, ids: ids) }
        await flow.announcer.fail(with: nil)
        let report = try await self.report(flow, ids: ids)
        #expect(report.isKnown && report.proposed.count == 2 && report.proposed.allSatisfy { $0.card != nil })
        #expect(try await flow.approvals.pending().map(\.id) == ["approval-1"])
        #expect(await flow.announcer.announced.count == 1)
    }

    // MARK: Again

    @Test func `a rejected finding is healed again on its branch as it is now, on its own card`() async throws {
        let flow = try await self.flow()
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")
        var record = try #require(try await flow.pipeline().heal(FlowHarness.push()).first)
        try await flow.learner.learn(Lesson(record: record, outcome: .rejected, by: "U1"))
        await flow.codeHost.setPullRequest(
            PullRequestState(
                reference: try #require(record.pullRequest), baseBranch: "develop", baseSHA: .sample, isOpen: false,
                isMerged: false, mergeSHA: nil, author: "codehealer"))
        record.state = .rejected
        try await flow.records.save(record)
        await flow.codeHost.put("# new\n" + FlowHarness.before, at: "app/settings.py", commit: .numbered(5))

        let fresh = try #require(try await flow.pullRequestHealing().healAgain(record, requestedBy: "U1"))

        #expect(fresh.state == .proposed && fresh.card == record.card)
        #expect(await flow.codeHost.opened.count == 2)
        #expect(await flow.codeHost.opened.last?.base == .numbered(5))
        await flow.codeHost.put("x = 1\n", at: "app/settings.py", commit: .numbered(6))
        #expect(try await flow.pullRequestHealing().healAgain(fresh, requestedBy: "U1") == nil)
    }
}
