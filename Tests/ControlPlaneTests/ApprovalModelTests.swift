import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

/// The approval contract under random interleavings: people, time, GitHub, outages and restarts all at once.
struct ApprovalModelTests {
    private enum Move: Sendable {
        case handle(InboundEvent)
        case wait(Double)
        case sweep
        case resume
        case outage(ScriptedCodeHost.Call?)
        case push
        case mergeElsewhere
        case closeElsewhere
    }

    @Test(arguments: 0..<10)
    func `thirty clicks at once cause one merge`(_ round: Int) async throws {
        let bench = try await Workbench.ready()
        let plane = bench.controlPlane()
        let clicks = (0..<30).map { index in
            CardAction.click(
                .approve, by: PersonID("U\(index % 3 + 1)"), responseURL: "https://hooks.slack.test/\(index)")
        }
        try await withThrowingTaskGroup { group in
            for (index, click) in clicks.enumerated() {
                group.addTask {
                    // Some come while the first one's merge is under way.
                    for _ in 0..<(index * index) { await Task.yield() }
                    try await plane.handle(.action(click))
                }
            }
            try await group.waitForAll()
        }
        #expect(bench.slowHost.mergeAttempts == 1)
        #expect(await bench.chat.responses.count == 29)
        #expect(await bench.learner.lessons.count == 1)
    }

    @Test func `ten processes whose people click at once cause one merge`() async throws {
        let bench = try await Workbench.ready()
        try await withThrowingTaskGroup { group in
            for index in 0..<10 {
                let plane = bench.controlPlane()
                group.addTask { try await plane.handle(.action(.click(.approve, by: PersonID("U\(index % 3 + 1)")))) }
            }
            try await group.waitForAll()
        }
        #expect(await bench.host.merges.count == 1)
        try await self.expectConsistent(bench, "ten processes")
    }

    @Test(arguments: 0..<150)
    func `whatever happens in whatever order, at most one execution, a true card, and everybody answered`(
        _ seed: Int
    ) async throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let bench = try await Workbench.ready(approval: .sample(severity: .critical), logins: ["U3": "mallory"])
        var planes = [bench.controlPlane()]
        if seed % 3 == 0 { planes.append(bench.controlPlane()) }
        var clicks: [CardAction] = []
        var events: [InboundEvent] = []
        for _ in 0..<Int.random(in: 2...5, using: &generator) {
            let moves = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
                Self.move(number: clicks.count + events.count, &generator)
            }
            for case .handle(let event) in moves {
                if case .action(let click) = event { clicks.append(click) }
                events.append(event)
            }
            await withTaskGroup { group in
                for move in moves {
                    let plane = planes.randomElement(using: &generator) ?? planes[0]
                    let delay = Int.random(in: 0...200, using: &generator)
                    group.addTask {
                        for _ in 0..<delay { await Task.yield() }
                        await Self.make(move, on: plane, bench)
                    }
                }
            }
            if Bool.random(using: &generator) { planes = [bench.controlPlane()] }
        }
        try await self.settle(bench, redelivering: events)
        try await self.expectConsistent(bench, "seed \(seed)")
        try await self.expectAnswered(clicks, bench)
    }

    /// The queue gives everything again until nothing throws, and the timers have run.
    private func settle(_ bench: Workbench, redelivering events: [InboundEvent]) async throws {
        for call in [ScriptedCodeHost.Call.merge, .pullRequest, .close] { await bench.host.fail(call, with: nil) }
        let plane = bench.controlPlane()
        for event in events { try await plane.handle(event) }
        try await plane.approvals.resumeUnexecuted()
        try await plane.approvals.expireOverdue()
    }

    private func expectConsistent(_ bench: Workbench, _ comment: Comment) async throws {
        let record = try #require(try await bench.record())
        let approval = try #require(try await bench.approval())
        let (merges, closes) = (await bench.host.merges.count, await bench.host.closed.count)
        #expect(merges + closes <= 1, comment)
        #expect(merges == 0 || record.state == .merged, comment)
        #expect(closes == 0 || record.state == .rejected, comment)
        let possible: [Approval.State: Set<HealingRecord.State>] = [
            .pending: [.proposed], .approved: [.merged, .superseded, .failed, .rejected],
            .rejected: [.rejected, .merged], .expired: [.expired, .merged, .rejected],
            .superseded: [.superseded, .merged, .rejected],
        ]
        #expect(
            possible[approval.state]?.contains(record.state) == true, "\(comment): \(approval.state) \(record.state)")
        let truth = FindingCard(
            record: record, approval: approval, settings: bench.settings, audience: Audience(channel: "C1")
        ).message
        #expect(await bench.card() == MessageText.of(truth), comment)
        #expect(try await bench.approvals.unexecuted().isEmpty, comment)
    }

    /// By words to them alone, by the dialog, or by the card that names them.
    private func expectAnswered(_ clicks: [CardAction], _ bench: Workbench) async throws {
        let approval = try #require(try await bench.approval())
        let answered = Set(await bench.chat.responses.map(\.responseURL))
        let dialogs = Set(await bench.chat.modals.map(\.triggerID))
        for click in clicks {
            let byCard = approval.state == .approved && approval.decidedBy == click.person.rawValue
            let byDialog = click.triggerID.map { dialogs.contains($0) } ?? false
            #expect(byCard || byDialog || answered.contains(click.responseURL ?? ""), "\(click)")
        }
    }

    private static func move(number: Int, _ generator: inout SplitMix64) -> Move {
        let person = PersonID(["U1", "U2", "U3", "UGUEST1", "UOUT1"].randomElement(using: &generator) ?? "U1")
        let id = "\(number)-\(Int.random(in: 0...9999, using: &generator))"
        func click(_ action: ButtonAction) -> Move {
            .handle(
                .action(.click(action, by: person, responseURL: "https://hooks.slack.test/\(id)", triggerID: id)))
        }
        switch Int.random(in: 0...13, using: &generator) {
        case 0...4: return click(.approve)
        case 5: return click(.reject)
        case 6: return .handle(.modalSubmitted(.rejection(by: person)))
        case 7: return .wait(Date.day / 2)
        case 8: return .sweep
        case 9: return .resume
        case 10:
            let calls: [ScriptedCodeHost.Call?] = [.merge, .pullRequest, .close, nil, nil]
            return .outage(calls.randomElement(using: &generator) ?? nil)
        case 11: return .push
        case 12: return .mergeElsewhere
        default: return .closeElsewhere
        }
    }

    private static func make(_ move: Move, on plane: ControlPlane, _ bench: Workbench) async {
        let calls: [ScriptedCodeHost.Call] = [.merge, .pullRequest, .close]
        // What throws is given again at the end, as the queue would.
        switch move {
        case .handle(let event): try? await plane.handle(event)
        case .wait(let seconds): bench.clock.advance(by: seconds)
        case .sweep: try? await plane.approvals.expireOverdue()
        case .resume: try? await plane.approvals.resumeUnexecuted()
        case .outage(nil): for call in calls { await bench.host.fail(call, with: nil) }
        case .outage(let call?):
            await bench.host.fail(call, with: Fault(doing: "calling", detail: "502", isRetryable: true))
        case .push, .mergeElsewhere, .closeElsewhere: await Self.elsewhere(move, plane, bench)
        }
    }

    /// Somebody acts on GitHub, unless the pull request is done with; the webhook follows.
    private static func elsewhere(_ move: Move, _ plane: ControlPlane, _ bench: Workbench) async {
        guard let state = try? await bench.host.pullRequest(7, in: .sample), state.isOpen else { return }
        let head = state.reference.headSHA
        switch move {
        case .push:
            await bench.setPullRequest(head: .numbered(8))
            try? await plane.handle(.pullRequest(.sample(.synchronized, head: .numbered(8))))
        case .mergeElsewhere:
            await bench.setPullRequest(head: head, isOpen: false, isMerged: true)
            try? await plane.handle(.pullRequest(.sample(.merged, head: head)))
        default:
            await bench.setPullRequest(head: head, isOpen: false)
            try? await plane.handle(.pullRequest(.sample(.closed, head: head)))
        }
    }
}
