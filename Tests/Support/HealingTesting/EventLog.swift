import Synchronization

/// What happened, in order; a test can wait until something did.
package final class EventLog<Value: Sendable>: Sendable {
    private struct Waiter {
        var matches: @Sendable ([Value]) -> Bool
        var tell: CheckedContinuation<Void, Never>
    }

    private struct State {
        var values: [Value] = []
        var waiters: [Waiter] = []
    }

    private let state = Mutex(State())

    package init() {}

    package var values: [Value] { self.state.withLock { $0.values } }

    package func append(_ value: Value) {
        let told = self.state.withLock { state in
            state.values.append(value)
            let values = state.values
            let told = state.waiters.filter { $0.matches(values) }
            state.waiters.removeAll { $0.matches(values) }
            return told
        }
        for waiter in told { waiter.tell.resume() }
    }

    /// Returns once the whole log is as asked for.
    package func wait(until matches: @escaping @Sendable ([Value]) -> Bool) async {
        await withCheckedContinuation { tell in
            let isThere = self.state.withLock { state in
                if matches(state.values) { return true }
                state.waiters.append(Waiter(matches: matches, tell: tell))
                return false
            }
            if isThere { tell.resume() }
        }
    }

    package func wait(forCount count: Int) async { await self.wait { $0.count >= count } }
}
