import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting

/// A channel, GitHub and up to two processes of the bot, in which things happen at once.
struct ApprovalWorld: Sendable {
    private enum Move: Sendable {
        case handle(InboundEvent)
        case wait(Double)
        case sweep, resume, remind
        case outage(ScriptedCodeHost.Call?)
        case push, mergeElsewhere, closeElsewhere
    }

    private struct Process: Sendable {
        var plane: ControlPlane
        var life: ProcessLife
    }

    private static let hostCalls: [ScriptedCodeHost.Call] = [.merge, .pullRequest, .close]

    let bench: Workbench
    private(set) var clicks: [CardAction] = []
    private var events: [InboundEvent] = []
    private var processes: [Process]

    init(bench: Workbench, seed: UInt64) {
        self.bench = bench
        let count = seed.isMultiple(of: 2) ? 2 : 1
        self.processes = (0..<count).map { _ in Process(plane: bench.controlPlane(), life: ProcessLife()) }
    }

    /// Some moves at once, each in some process; processes may die on the way, and others take their place. Hours pass
    /// between rounds, seconds within one.
    mutating func round(moves count: Int, _ generator: inout SplitMix64) async {
        let pauses: [Double] = [0, 0, Date.day / 2, Date.day - 5]
        self.bench.clock.advance(by: pauses.randomElement(using: &generator) ?? 0)
        for index in self.processes.indices where self.processes[index].life.isOver || Bool.random(using: &generator) {
            let end = Bool.random(using: &generator) ? Int.random(in: 1...200, using: &generator) : nil
            self.processes[index] = Process(plane: self.bench.controlPlane(), life: ProcessLife(endingAt: end))
        }
        var moves: [(Move, Process)] = []
        for _ in 0..<count {
            let move = self.move(&generator)
            if case .handle(let event) = move { self.events.append(event) }
            if case .handle(.action(let click)) = move { self.clicks.append(click) }
            moves.append((move, self.processes.randomElement(using: &generator) ?? self.processes[0]))
        }
        let bench = self.bench
        await withTaskGroup { group in
            for (move, process) in moves {
                group.addTask {
                    await ProcessLife.$current.withValue(process.life) {
                        await Self.make(move, on: process.plane, bench)
                    }
                }
            }
        }
    }

    /// The queue gives everything again until nothing throws, claims of the dead run out, and the timers have run.
    func settle() async throws {
        for call in Self.hostCalls { await self.bench.host.fail(call, with: nil) }
        self.bench.clock.advance(by: 61)
        let plane = self.bench.controlPlane()
        for event in self.events { try await plane.handle(event) }
        try await plane.approvals.resumeUnexecuted()
        try await plane.approvals.expireOverdue()
        try await self.bench.sayWhatWaits()
    }

    private func move(_ generator: inout SplitMix64) -> Move {
        let person = PersonID(["U1", "U2", "U3", "UGUEST1", "UOUT1"].randomElement(using: &generator) ?? "U1")
        let id = "\(self.events.count)-\(Int.random(in: 0...9999, using: &generator))"
        func click(_ action: ButtonAction) -> Move {
            .handle(.action(.click(action, by: person, responseURL: "https://hooks.slack.test/\(id)", triggerID: id)))
        }
        switch Int.random(in: 0...15, using: &generator) {
        case 0...5: return click(.approve)
        case 6: return click(.reject)
        case 7: return .handle(.modalSubmitted(.rejection(by: person)))
        case 8: return .wait(9)
        case 9: return .sweep
        case 10: return .resume
        case 11: return .remind
        case 12: return .outage((Self.hostCalls + [nil, nil]).randomElement(using: &generator) ?? nil)
        case 13: return .push
        case 14: return .mergeElsewhere
        default: return .closeElsewhere
        }
    }

    private static func make(_ move: Move, on plane: ControlPlane, _ bench: Workbench) async {
        // What throws is given again at the end, as the queue would.
        switch move {
        case .handle(let event): try? await plane.handle(event)
        case .wait(let seconds): bench.clock.advance(by: seconds)
        case .sweep: try? await plane.approvals.expireOverdue()
        case .resume: try? await plane.approvals.resumeUnexecuted()
        case .remind: try? await plane.approvals.remindOfEnds()
        case .outage(nil): for call in Self.hostCalls { await bench.host.fail(call, with: nil) }
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
