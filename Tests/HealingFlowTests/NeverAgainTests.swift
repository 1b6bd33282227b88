import HealingDomain
import HealingFlow
import HealingTesting
import Testing

/// Closed means never again, until somebody says so.
struct NeverAgainTests {
    private static let next: CommitSHA = "2222222222222222222222222222222222222222"

    private func rejected() async throws -> (FlowHarness, HealingRecord) {
        let flow = FlowHarness()
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py")
        try await flow.memory.remember(
            .sample(
                pairs: [
                    FixPair(
                        language: .python, before: "cfg = yaml.load(f)", after: "cfg = yaml.safe_load(f)",
                        origin: .mergedPullRequest(url: "https://github.test/acme/shop/pull/3"))
                ], resolution: .mergedPullRequest))
        var record = try #require(try await flow.pipeline().heal(FlowHarness.push()).first)
        record.state = .rejected
        record.decidedBy = "U1"
        record.reason = "Not a bug"
        try await flow.records.save(record)
        let reference = try #require(record.pullRequest)
        try await flow.codeHost.close(reference, comment: "rejected")
        return (flow, record)
    }

    private func push(_ flow: FlowHarness) async throws -> [HealingRecord] {
        var push = FlowHarness.push()
        push.before = push.after
        push.after = Self.next
        return try await flow.pipeline().heal(push)
    }

    @Test func `a rejected finding stays silent when its lines move`() async throws {
        let (flow, _) = try await self.rejected()
        await flow.codeHost.put("# moved\n\n" + FlowHarness.before, at: "app/settings.py", commit: Self.next)
        #expect(try await self.push(flow).isEmpty)
        #expect(await flow.announcer.announced.count == 1)
    }

    @Test func `a rejected finding stays silent when its file is renamed`() async throws {
        let (flow, rejected) = try await self.rejected()
        await flow.codeHost.put(FlowHarness.before, at: "app/config.py", commit: Self.next)
        #expect(try await self.push(flow).isEmpty)
        #expect(await flow.announcer.announced.count == 1)
        let kept = try #require(
            await flow.records.all.first { $0.finding.path == "app/config.py" })
        #expect(kept.state == .rejected && kept.decidedBy == "U1" && kept.reason == rejected.reason)
        #expect(kept.pullRequest == nil)
    }

    @Test func `the same code in another file is another finding`() async throws {
        let (flow, _) = try await self.rejected()
        await flow.codeHost.put(FlowHarness.before, at: "app/settings.py", commit: Self.next)
        await flow.codeHost.put(FlowHarness.before, at: "app/copy.py", commit: Self.next)
        #expect(try await self.push(flow).map(\.finding.path) == ["app/copy.py"])
    }
}
