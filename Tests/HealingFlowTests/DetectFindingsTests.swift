import HealingDomain
import HealingFlow
import HealingTesting
import Testing

struct DetectFindingsTests {
    private func detect(_ flow: FlowHarness) async throws -> Detection {
        try await DetectFindings(codeHost: flow.codeHost, scanner: flow.scanner, settings: flow.settings)(
            CodeChange(repository: .sample, branch: "develop", base: "base", head: .sample, author: "tom"))
    }

    @Test func `only findings on changed lines count`() async throws {
        let flow = FlowHarness()
        await flow.codeHost.put("a = yaml.load(x)\nb = 1\nc = yaml.load(y)\n", at: "a.py")
        await flow.codeHost.setChanges([ChangedFile(path: "a.py", changedLines: [3...3])], at: .sample)

        let detection = try await self.detect(flow)

        #expect(detection.findings.map(\.range.startLine) == [3])
        #expect(detection.ruleCounts["a.py"]?.values.reduce(0, +) == 2)
    }

    @Test func `files that are no code are not even read`() async throws {
        let flow = FlowHarness()
        await flow.codeHost.setChanges([ChangedFile(path: "logo.png", changedLines: nil)], at: .sample)

        let detection = try await self.detect(flow)

        #expect(detection.files.isEmpty)
        #expect(detection.problems.isEmpty)
    }

    @Test func `a file that is too large is told, not dropped`() async throws {
        let flow = FlowHarness(settings: HealingSettings(channel: "C1", fileSizeLimit: 10))
        await flow.codeHost.put("a = yaml.load(x)\n", at: "a.py")

        let detection = try await self.detect(flow)

        #expect(detection.problems.map(\.path) == ["a.py"])
    }

    @Test func `findings below the chosen severity stay silent`() async throws {
        let flow = FlowHarness(settings: HealingSettings(channel: "C1", minimumSeverity: .critical))
        await flow.codeHost.put("a = yaml.load(x)\n", at: "a.py")

        #expect(try await self.detect(flow).findings.isEmpty)
    }

    @Test(arguments: [FlowHarness.push(branch: "feature"), FlowHarness.push(isDeletion: true)])
    func `other branches and deletions are not scanned`(_ push: PushEvent) async throws {
        let flow = FlowHarness()

        #expect(try await flow.pipeline().heal(push).isEmpty)
        #expect(await flow.scanner.scans.isEmpty)
    }

    @Test func `what could not be scanned is told in the channel`() async throws {
        let flow = FlowHarness()
        await flow.codeHost.put("a = 1\n", at: "a.py")
        await flow.scanner.report(.init(path: "a.py", reason: "does not parse"))

        try await flow.pipeline().heal(FlowHarness.push())

        #expect(
            await flow.announcer.reports.map(\.plain).contains { $0.contains("a.py") && $0.contains("does not parse") })
    }
}
