import HealingDomain
import HealingFlow
import HealingTesting
import Testing

struct HealingPipelineTests {
    private func solvedThread(merged: Bool) -> ThreadDocument {
        .sample(
            pairs: [
                FixPair(
                    language: .python, before: "cfg = yaml.load(f)", after: "cfg = yaml.safe_load(f)",
                    origin: merged ? .mergedPullRequest(url: "https://github.test/acme/shop/pull/3") : .conversation)
            ], resolution: merged ? .mergedPullRequest : .thanks)
    }

    @Test func `a thread with merged code becomes an open pull request with a card and a question`() async throws {
        let flow = FlowHarness()
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")
        try await flow.memory.remember(self.solvedThread(merged: true))

        let records = try await flow.pipeline().heal(FlowHarness.push())

        let record = try #require(records.first)
        #expect(record.candidate?.source == .thread)
        #expect(record.decision == .openPullRequest)
        #expect(record.state == .proposed)
        let draft = try #require(await flow.codeHost.opened.first)
        #expect(draft.changes.first?.updated == FlowHarness.after)
        #expect(!draft.isDraft)
        #expect(draft.branch.hasPrefix("codehealer/"))
        #expect(try await flow.approvals.pending().count == 1)
        #expect(await flow.announcer.announced.count == 1)
    }

    @Test func `a thread without merged code is at most a draft`() async throws {
        let flow = FlowHarness()
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")
        try await flow.memory.remember(self.solvedThread(merged: false))

        let record = try #require(try await flow.pipeline().heal(FlowHarness.push()).first)

        #expect(record.decision == .draftPullRequest)
        #expect(try #require(record.confidence).value <= 0.84)
    }

    @Test func `what the team muted is noted once and told to nobody, until it is unmuted`() async throws {
        let flow = FlowHarness()
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")
        let mute = Mute.sample(.path("app/"), repository: "acme/shop")
        try await flow.team.save(mute)

        for _ in 1...2 { #expect(try await flow.pipeline().heal(FlowHarness.push()).isEmpty) }

        #expect(await flow.audit.all.map(\.step) == ["muted"])
        #expect(await flow.announcer.announced.isEmpty)
        #expect(await flow.records.all.isEmpty)
        _ = try await flow.team.removeMute(mute.target, repository: mute.repository)
        #expect(try await flow.pipeline().heal(FlowHarness.push()).count == 1)
    }

    @Test func `a thread that somebody saved as a proven fix is believed more, and the confidence says so`()
        async throws
    {
        var values: [Double] = []
        for isProven in [false, true] {
            let flow = FlowHarness()
            await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")
            try await flow.memory.remember(self.solvedThread(merged: true))
            if isProven { try await flow.team.save(ProvenMark(thread: .sample, by: "U1", at: .sample)) }
            let record = try #require(try await flow.pipeline().heal(FlowHarness.push()).first)
            #expect(record.candidate?.proven?.by == (isProven ? "U1" : nil))
            let confidence = try #require(record.confidence)
            #expect(confidence.factors.contains { $0.explanation.contains("proven") } == isProven)
            values.append(confidence.value)
        }
        #expect(values[1] > values[0])
    }

    @Test func `what is dropped from a private thread says whose words it holds`() async throws {
        let flow = FlowHarness()
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")
        try await flow.memory.remember(.sample(isPrivate: true, solution: nil, pairs: [], resolution: nil))
        let record = try #require(try await flow.pipeline().heal(FlowHarness.push()).first)
        #expect(record.dropped.first?.privateThread == .sample)
    }

    @Test func `nothing known is told as a message, and says what was asked`() async throws {
        let flow = FlowHarness()
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")

        let record = try #require(try await flow.pipeline().heal(FlowHarness.push()).first)

        #expect(record.decision == .notify)
        #expect(record.state == .notified)
        #expect(record.confidence == nil)
        #expect(record.dropped.map(\.source) == [.thread, .pastFix])
        #expect(await flow.codeHost.opened.isEmpty)
        #expect(await flow.announcer.announced.count == 1)
    }

    @Test func `the same push again does nothing twice`() async throws {
        let flow = FlowHarness()
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")
        try await flow.memory.remember(self.solvedThread(merged: true))
        let pipeline = flow.pipeline()

        async let first = pipeline.heal(FlowHarness.push())
        async let second = pipeline.heal(FlowHarness.push())
        let count = try await first.count + second.count

        #expect(count == 1)
        #expect(await flow.codeHost.opened.count == 1)
        #expect(await flow.announcer.announced.count == 1)
    }

    @Test func `a crash between pull request and card is made good by the retry`() async throws {
        let flow = FlowHarness()
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")
        try await flow.memory.remember(self.solvedThread(merged: true))
        await flow.announcer.fail(with: Fault(doing: "posting", detail: "slack is down", isRetryable: true))
        let pipeline = flow.pipeline()
        await #expect(throws: Fault.self) { try await pipeline.heal(FlowHarness.push()) }

        await flow.announcer.fail(with: nil)
        let records = try await pipeline.heal(FlowHarness.push())

        #expect(records.first?.card != nil)
        #expect(try await flow.approvals.pending().count == 1)
    }

    @Test func `an approved fix answers the next finding of its rule without a thread`() async throws {
        let flow = FlowHarness()
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")
        let record = HealingRecord.sample(
            finding: .sample(), candidate: .sample(change: .sample(), template: nil), state: .merged)
        try await flow.learner.learn(Lesson(record: record, outcome: .approved, by: "U1"))
        await flow.codeHost.put(
            "from yaml import x\nimport yaml\n\nconfig = yaml.load(stream)\n", at: "jobs/nightly.py", commit: "other")

        let push = PushEvent(
            repository: .sample, branch: "develop", before: .sample, after: "other", pusher: "tom")
        let healed = try #require(try await flow.pipeline().heal(push).first)

        #expect(healed.candidate?.source == .pastFix)
        #expect(healed.candidate?.change?.updated.contains("config = yaml.safe_load(stream)") == true)
        #expect(healed.decision != .notify)
    }

    @Test func `a model is asked only where memory has nothing, and stays a draft`() async throws {
        let model = ScriptedRepairModel(answers: [
            .success(
                RepairProposal(change: .sample(), explanation: "safe_load builds no objects", statedConfidence: 0.99))
        ])
        let flow = FlowHarness(model: model)
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")

        let record = try #require(try await flow.pipeline().heal(FlowHarness.push()).first)

        #expect(record.candidate?.source == .model)
        #expect(record.decision == .draftPullRequest)
        #expect(try #require(record.confidence).value <= 0.84)
    }

    @Test func `a model that states no belief is not scored, and its edit is only a message`() async throws {
        let model = ScriptedRepairModel(answers: [
            .success(RepairProposal(change: .sample(), explanation: "hm", statedConfidence: nil))
        ])
        let flow = FlowHarness(model: model)
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")

        let record = try #require(try await flow.pipeline().heal(FlowHarness.push()).first)

        #expect(record.confidence == nil)
        #expect(record.decision == .notify)
    }

    @Test func `a model that is down is noted in the record and stops nothing`() async throws {
        let model = ScriptedRepairModel(answers: [
            .failure(Fault(doing: "asking the model", detail: "timed out", isRetryable: true))
        ])
        let flow = FlowHarness(model: model)
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")

        let record = try #require(try await flow.pipeline().heal(FlowHarness.push()).first)

        #expect(record.dropped.contains { $0.source == .model && $0.reason.contains("timed out") })
        #expect(record.state == .notified)
    }

    @Test func `an edit that does not make the finding go away is never a pull request`() async throws {
        let flow = FlowHarness(scanner: ScriptedCodeScanner(flagging: "load("))
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")
        try await flow.memory.remember(self.solvedThread(merged: true))

        let record = try #require(try await flow.pipeline().heal(FlowHarness.push()).first)

        #expect(record.decision == .notify)
        #expect(await flow.codeHost.opened.isEmpty)
    }

    @Test func `an edit that does not parse is never a pull request`() async throws {
        let flow = FlowHarness(syntax: ScriptedSyntaxChecker { _ in .broken("line 4: unexpected indent") })
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")
        try await flow.memory.remember(self.solvedThread(merged: true))

        let record = try #require(try await flow.pipeline().heal(FlowHarness.push()).first)

        #expect(record.decision == .notify)
    }

    @Test func `what a person rejected never comes again at that place`() async throws {
        let flow = FlowHarness()
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")
        try await flow.memory.remember(self.solvedThread(merged: true))
        let pipeline = flow.pipeline()
        var record = try #require(try await pipeline.heal(FlowHarness.push()).first)
        record.state = .rejected
        try await flow.records.save(record)

        #expect(try await pipeline.heal(FlowHarness.push()).isEmpty)
    }

    @Test func `a private channel's thread is not used for a card elsewhere`() async throws {
        let flow = FlowHarness()
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")
        var thread = self.solvedThread(merged: true)
        thread.reference = MessageReference(channel: "C-private", timestamp: thread.reference.timestamp)
        thread.isPrivate = true
        try await flow.memory.remember(thread)

        let record = try #require(try await flow.pipeline().heal(FlowHarness.push()).first)

        #expect(record.candidate == nil)
    }

    @Test func `every step is in the audit, with the healing's id`() async throws {
        let flow = FlowHarness()
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")
        try await flow.memory.remember(self.solvedThread(merged: true))

        let record = try #require(try await flow.pipeline().heal(FlowHarness.push()).first)

        let entries = try await flow.audit.entries(AuditFilter(fixID: record.fixID))
        #expect(Set(entries.map(\.step)) == ["detect", "find", "gate", "decide", "act", "announce"])
        #expect(record.fixID.hasPrefix("fix-2026-01-20-"))
    }
}
