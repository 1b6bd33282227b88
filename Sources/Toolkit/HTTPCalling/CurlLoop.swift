import CCurl
import Synchronization

/// The door to the one thread that owns a `curl_multi` handle: everybody else leaves commands in a queue and wakes it.
///
/// Unchecked: `multi` is used here for `curl_multi_wakeup` only, the one call that libcurl allows from other threads,
/// and only under the lock while the queue is open; the thread closes the queue before it frees the handle.
final class CurlLoop: @unchecked Sendable {
    enum Command {
        case start(CurlTransfer)
        case cancel(CurlTransfer)
        case stop
    }

    private struct State {
        var commands: [Command] = []
        var isOpen: Bool
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let multi: UnsafeMutableRawPointer?
    private let state: Mutex<State>
    private static let isReady = CCurl_globalInit() == CURLE_OK

    init(options: CurlOptions) {
        let multi = Self.isReady ? curl_multi_init() : nil
        self.multi = multi
        self.state = Mutex(State(isOpen: multi != nil))
        guard let multi else { return }
        let worker = CurlWorker(multi: multi, options: options)
        let started = startThread { [self] in worker.run(self) }
        if !started {
            self.state.withLock { $0.isOpen = false }
            curl_multi_cleanup(multi)
        }
    }

    func start(_ transfer: CurlTransfer) {
        if !self.send(.start(transfer)) {
            transfer.end(.failure(HTTPFailure(.cancelled, "the HTTP client is shut down")))
        }
    }

    func cancel(_ transfer: CurlTransfer) {
        transfer.markCancelled()
        _ = self.send(.cancel(transfer))
    }

    func stop() { _ = self.send(.stop) }

    func stop(then waiter: CheckedContinuation<Void, Never>) {
        let waits = self.state.withLock { state in
            if state.isOpen { state.waiters.append(waiter) }
            return state.isOpen
        }
        if waits { self.stop() } else { waiter.resume() }
    }

    private func send(_ command: Command) -> Bool {
        self.state.withLock { state in
            guard state.isOpen else { return false }
            state.commands.append(command)
            if state.commands.count == 1 { curl_multi_wakeup(self.multi) }
            return true
        }
    }

    // MARK: the thread's side

    func takeCommands() -> [Command] {
        self.state.withLock { state in
            defer { state.commands = [] }
            return state.commands
        }
    }

    /// The commands that nobody will take any more.
    func close() -> [Command] {
        self.state.withLock { state in
            state.isOpen = false
            defer { state.commands = [] }
            return state.commands
        }
    }

    func tellWaiters() {
        let waiters = self.state.withLock { state in
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
