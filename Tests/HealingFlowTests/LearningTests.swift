import HealingDomain
import HealingFlow
import HealingTesting
import Testing

struct LearningTests {
    @Test func `an approval keeps the fix and its templates, and counts`() async throws {
        let flow = FlowHarness()
        let record = HealingRecord.sample(candidate: .sample(template: .sample(id: "t1")), state: .merged)

        try await flow.learner.learn(Lesson(record: record, outcome: .approved, by: "U1"))

        #expect(try await flow.memory.pastFix(id: record.fixID) != nil)
        #expect(try await !flow.templates.templates(rule: record.finding.rule, language: .python).isEmpty)
        #expect(try await flow.templates.record(template: "t1").approved == 1)
    }

    @Test func `what a person changed before merging is what is learned`() async throws {
        let flow = FlowHarness()
        let record = HealingRecord.sample(candidate: .sample(), state: .merged)
        let merged = FlowHarness.after.replacing("safe_load(f)", with: "load(f, Loader=yaml.CSafeLoader)")

        try await flow.learner.learn(
            Lesson(record: record, outcome: .editedBeforeMerge, by: "U1", mergedContent: merged))

        #expect(try await flow.memory.pastFix(id: record.fixID)?.after == merged)
    }

    @Test func `a rejected template is never offered for that finding again`() async throws {
        let flow = FlowHarness()
        let record = HealingRecord.sample(candidate: .sample(template: .sample(id: "t1")), state: .rejected)

        try await flow.learner.learn(Lesson(record: record, outcome: .rejected, by: "U1", reason: "wrong fix"))

        #expect(try await flow.templates.isExcluded(template: "t1", finding: record.finding.fingerprint))
        #expect(try await flow.templates.record(template: "t1").rejected == 1)
    }

    private func mergedEvent() -> PullRequestEvent {
        PullRequestEvent(
            action: .merged, repository: .sample, number: 7, url: "https://github.test/acme/shop/pull/7",
            title: "safe yaml",
            headBranch: "safe", headSHA: "bbb", baseBranch: "develop", baseSHA: "aaa", mergeSHA: "ccc", sender: "dana")
    }

    @Test func `a merged pull request of people teaches what it made disappear`() async throws {
        let flow = FlowHarness()
        await flow.codeHost.setMergedChanges([.sample()], link: "https://github.test/acme/shop/pull/7")
        let learn = LearnFromMerge(
            codeHost: flow.codeHost, scanner: flow.scanner, memory: flow.memory, templates: flow.templates,
            audit: flow.audit, now: flow.clock.now, logger: flow.logger)

        try await learn(self.mergedEvent())
        try await learn(self.mergedEvent())

        let fixes = try await flow.memory.pastFixes(rule: "python.unsafe-yaml-load", language: .python)
        #expect(fixes.map(\.approvedBy) == ["dana"])
        #expect(fixes.first?.pullRequestURL == "https://github.test/acme/shop/pull/7")
    }

    @Test func `a merged pull request that fixes nothing teaches nothing`() async throws {
        let flow = FlowHarness()
        await flow.codeHost.setMergedChanges(
            [ProposedChange(path: "a.py", original: "x = 1\n", updated: "x = 2\n")],
            link: "https://github.test/acme/shop/pull/7")
        let learn = LearnFromMerge(
            codeHost: flow.codeHost, scanner: flow.scanner, memory: flow.memory, templates: flow.templates,
            audit: flow.audit, now: flow.clock.now, logger: flow.logger)

        try await learn(self.mergedEvent())

        #expect(try await flow.audit.entries(AuditFilter()).isEmpty)
    }
}
