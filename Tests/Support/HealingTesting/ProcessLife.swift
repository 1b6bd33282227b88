package import HealingDomain
import Synchronization

/// The life of one simulated process. Every call of a fake port passes through the life it is made in: it gives way to
/// other tasks, may fail for a moment, and at one call the process ends as by `kill -9`, before or after the call's effect.
/// From then on all its calls fail.
package final class ProcessLife: Sendable {
    @TaskLocal package static var current: ProcessLife?

    private struct State {
        var calls = 0
        var generator: SplitMix64
    }

    private let state: Mutex<State>
    private let end: Int?
    private let failing: Double

    /// `end` is the call at which it ends, from 1. `failing` is the share of calls that fail and may be repeated.
    package init(endingAt end: Int? = nil, failing: Double = 0, seed: UInt64 = 0) {
        self.state = Mutex(State(generator: SplitMix64(seed: seed)))
        self.end = end
        self.failing = failing
    }

    /// How many points it passed.
    package var calls: Int { self.state.withLock { $0.calls } }
    package var isOver: Bool { self.end.map { self.calls >= $0 } ?? false }

    /// Outside a life, nothing happens here.
    package static func pass() async throws(Fault) {
        guard let life = self.current else { return }
        await Task.yield()
        try life.step()
    }

    private func step() throws(Fault) {
        let fails = self.state.withLock { state in
            state.calls += 1
            return self.failing > 0 && Double.random(in: 0..<1, using: &state.generator) < self.failing
        }
        if self.isOver { throw Fault(doing: "calling a port", detail: "the process is dead", isRetryable: true) }
        if fails { throw Fault(doing: "calling a port", detail: "the disk is full", isRetryable: true) }
    }
}
