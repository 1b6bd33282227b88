import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

/// The approval contract, explored: people, time, GitHub, outages, restarts and crashes in every order that a seed or a
/// crash point stands for.
struct ApprovalModelTests {
    @Test(arguments: 0..<10)
    func `thirty clicks at once cause one merge`(_ round: Int) async throws {
        let bench = try await Workbench.ready()
        let plane = bench.controlPlane()
        try SeededExecutor.run(seed: UInt64(round)) {
            try await withThrowingTaskGroup { group in
                for index in 0..<30 {
                    let click = CardAction.click(
                        .approve, by: PersonID("U\(index % 3 + 1)"), responseURL: "https://hooks.slack.test/\(index)")
                    group.addTask { try await plane.handle(.action(click)) }
                }
                try await group.waitForAll()
            }
        }
        #expect(bench.slowHost.mergeAttempts == 1)
        #expect(await bench.chat.responses.count == 29)
        #expect(await bench.learner.lessons.count == 1)
    }

    @Test(arguments: 0..<10)
    func `ten processes whose people click at once cause one merge`(_ round: Int) async throws {
        let bench = try await Workbench.ready()
        try SeededExecutor.run(seed: UInt64(round)) {
            try await withThrowingTaskGroup { group in
                for index in 0..<10 {
                    let plane = bench.controlPlane()
                    group.addTask {
                        try await plane.handle(.action(.click(.approve, by: PersonID("U\(index % 3 + 1)"))))
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(await bench.host.merges.count == 1)
        try await ApprovalInvariants(bench: bench, comment: "ten processes").check()
    }

    @Test(arguments: 0..<200)
    func `whatever happens in whatever order, at most one execution, a true card, and everybody answered`(
        _ seed: Int
    ) async throws {
        let needed = seed % 3 == 1 ? 2 : 1
        let bench = try await Workbench.ready(
            approval: .sample(severity: .critical),
            settings: ControlPlaneSettings(channel: "C1", policy: ApprovalPolicy(approvals: needed)),
            logins: ["U3": "mallory"])
        try SeededExecutor.run(seed: UInt64(seed)) {
            var generator = SplitMix64(seed: UInt64(seed))
            var world = ApprovalWorld(bench: bench, seed: UInt64(seed))
            for _ in 0..<Int.random(in: 2...5, using: &generator) {
                await world.round(moves: Int.random(in: 1...6, using: &generator), &generator)
            }
            try await world.settle()
            try await ApprovalInvariants(bench: bench, comment: "seed \(seed)").check(clicks: world.clicks)
        }
    }

    enum Scenario: String, CaseIterable, Sendable {
        case approval, twoApprovals, rejection, expiry, push, mergeElsewhere, closeElsewhere

        var events: [InboundEvent] {
            switch self {
            case .approval: [.action(.click(.approve))]
            case .twoApprovals: [.action(.click(.approve, by: "U1")), .action(.click(.approve, by: "U2"))]
            case .rejection: [.action(.click(.reject)), .modalSubmitted(.rejection())]
            case .expiry: []
            case .push: [.pullRequest(.sample(.synchronized, head: .numbered(8)))]
            case .mergeElsewhere: [.pullRequest(.sample(.merged))]
            case .closeElsewhere: [.pullRequest(.sample(.closed))]
            }
        }
    }

    /// Every call of every port is a place to die at, before and after its effect; then a new process goes on.
    @Test(arguments: Scenario.allCases)
    func `a crash at any call is made good by the next process`(_ scenario: Scenario) async throws {
        let calls = try await self.play(scenario, dyingAt: nil)
        #expect(calls > 10)
        for call in 1...calls { _ = try await self.play(scenario, dyingAt: call) }
    }

    /// Returns how many points the process passed.
    private func play(_ scenario: Scenario, dyingAt end: Int?) async throws -> Int {
        let policy = ApprovalPolicy(approvals: scenario == .twoApprovals ? 2 : 1)
        let bench = try await Workbench.ready(settings: ControlPlaneSettings(channel: "C1", policy: policy))
        switch scenario {
        case .push: await bench.setPullRequest(head: .numbered(8))
        case .mergeElsewhere: await bench.setPullRequest(isOpen: false, isMerged: true)
        case .closeElsewhere: await bench.setPullRequest(isOpen: false)
        case .expiry: bench.clock.advance(by: Date.day)
        case .approval, .twoApprovals, .rejection: break
        }
        let life = ProcessLife(endingAt: end)
        let plane = bench.controlPlane()
        var unhandled: [InboundEvent] = []
        for event in scenario.events {
            do {
                try await ProcessLife.$current.withValue(life) { try await plane.handle(event) }
            } catch {
                unhandled.append(event)
            }
            if life.isOver, !unhandled.contains(event) { unhandled.append(event) }
        }
        try? await ProcessLife.$current.withValue(life) { try await plane.approvals.expireOverdue() }
        let next = bench.controlPlane()
        bench.clock.advance(by: 61)
        for event in unhandled { try await next.handle(event) }
        try await next.approvals.resumeUnexecuted()
        try await next.approvals.expireOverdue()
        try await bench.sayWhatWaits()
        let clicks = scenario.events.compactMap { event -> CardAction? in
            if case .action(let click) = event { click } else { nil }
        }
        try await ApprovalInvariants(bench: bench, comment: "\(scenario) died at \(end ?? 0)").check(clicks: clicks)
        let state = try await bench.record()?.state
        let expected: HealingRecord.State =
            switch scenario {
            case .approval, .twoApprovals, .mergeElsewhere: .merged
            case .rejection, .closeElsewhere: .rejected
            case .expiry: .expired
            case .push: .superseded
            }
        #expect(state == expected, "\(scenario) died at \(end ?? 0)")
        return life.calls
    }
}
