package import FoundationEssentials
import Synchronization

/// A clock for what sleeps: it moves only when a test says so, and a test can wait until somebody sleeps on it.
package final class SteppedClock: Sendable {
    private struct Sleeper {
        var id: Int
        var until: Date
        var wake: CheckedContinuation<Void, any Error>
    }

    private struct Watcher {
        var matches: @Sendable ([Double]) -> Bool
        var tell: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now: Date
        var lastID = 0
        var sleepers: [Sleeper] = []
        var watchers: [Watcher] = []
        var cancelled: Set<Int> = []
    }

    private let state: Mutex<State>

    package init(_ start: Date = .sample) { self.state = Mutex(State(now: start)) }

    package var current: Date { self.state.withLock { $0.now } }

    package func sleep(_ seconds: Double) async throws {
        let id = self.state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { self.add($0, id, seconds) }
        } onCancel: {
            self.cancel(id)
        }
    }

    /// Returns once somebody sleeps who will wake in `seconds` from now, give or take a hair.
    package func waitForSleeper(of seconds: Double) async {
        await self.wait { $0.contains { abs($0 - seconds) < 1e-3 } }
    }

    package func waitForSleepers(count: Int) async { await self.wait { $0.count >= count } }

    package func waitForAnySleeper() async { await self.waitForSleepers(count: 1) }

    /// Moves the time to the next sleeper's end, where anybody sleeps.
    package func advanceToNextSleeper() {
        if let next = self.state.withLock({ Self.rests($0).min() }) { self.advance(by: max(0, next)) }
    }

    private func wait(until matches: @escaping @Sendable ([Double]) -> Bool) async {
        await withCheckedContinuation { tell in
            let isThere = self.state.withLock { state in
                if matches(Self.rests(state)) { return true }
                state.watchers.append(Watcher(matches: matches, tell: tell))
                return false
            }
            if isThere { tell.resume() }
        }
    }

    /// Moves the time and wakes who is due, in the order of their times.
    package func advance(by seconds: Double) {
        let due = self.state.withLock { state in
            state.now += seconds
            let due = state.sleepers.filter { $0.until <= state.now + 1e-6 }.sorted { $0.until < $1.until }
            state.sleepers.removeAll { $0.until <= state.now + 1e-6 }
            return due
        }
        for sleeper in due { sleeper.wake.resume() }
    }

    private func add(_ wake: CheckedContinuation<Void, any Error>, _ id: Int, _ seconds: Double) {
        let (isOver, told) = self.state.withLock { state in
            if state.cancelled.remove(id) != nil { return (Bool?.none, [Watcher]()) }
            if seconds <= 0 { return (true, []) }
            state.sleepers.append(Sleeper(id: id, until: state.now + seconds, wake: wake))
            let rests = Self.rests(state)
            let told = state.watchers.filter { $0.matches(rests) }
            state.watchers.removeAll { $0.matches(rests) }
            return (false, told)
        }
        for watcher in told { watcher.tell.resume() }
        switch isOver {
        case true?: wake.resume()
        case nil: wake.resume(throwing: CancellationError())
        case false?: break
        }
    }

    private func cancel(_ id: Int) {
        let sleeper = self.state.withLock { state in
            guard let place = state.sleepers.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return Sleeper?.none
            }
            return state.sleepers.remove(at: place)
        }
        sleeper?.wake.resume(throwing: CancellationError())
    }

    /// How long each sleeper still has.
    private static func rests(_ state: borrowing State) -> [Double] {
        let now = state.now
        return state.sleepers.map { $0.until.timeIntervalSince(now) }
    }
}
