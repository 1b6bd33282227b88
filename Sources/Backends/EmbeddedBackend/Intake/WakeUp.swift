import Synchronization

/// Lets tasks wait for the next signal without missing one that comes between their look and their wait.
final class WakeUp: Sendable {
    private struct State {
        var signals = 0
        var lastWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// How often it was signalled; taken before looking, handed to `wait`.
    var signals: Int { self.state.withLock { $0.signals } }

    func signal() {
        let waiters = self.state.withLock { state in
            state.signals += 1
            let waiters = Array(state.waiters.values)
            state.waiters = [:]
            return waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns once there was a signal after the given count, or when the task is cancelled.
    func wait(after signals: Int) async {
        let id = self.state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = self.state.withLock { state in
                    if state.signals != signals || Task.isCancelled { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            self.state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }
}
