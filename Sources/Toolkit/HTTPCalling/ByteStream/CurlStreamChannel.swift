import CCurl
import Synchronization

/// What a stream and its thread have in common: bytes that arrived, bytes to be sent, who waits, and how it ended.
///
/// Unchecked: `multi` is used here for `curl_multi_wakeup` only, the one call that libcurl allows from other threads, and
/// only under the lock while the thread has not freed the handle.
final class CurlStreamChannel: @unchecked Sendable {
    typealias Opened = CheckedContinuation<Result<Void, HTTPFailure>, Never>
    typealias Received = CheckedContinuation<Result<[UInt8]?, HTTPFailure>, Never>

    /// The thread stops reading while so much waits here: the system's own buffers then slow the other side down.
    static let incomingLimit = 1 << 20
    private static let outgoingLimit = 4 << 20

    private enum End {
        case finished
        case failed(HTTPFailure)
    }

    private struct State {
        /// Whether the thread still has the handle.
        var isRunning = false
        var opened: Opened?
        var reader: Received?
        var incoming: [UInt8] = []
        var outgoing: [UInt8] = []
        var end: End?
    }

    private let multi: UnsafeMutableRawPointer?
    private let state = Mutex(State())
    private static let isReady = CCurl_globalInit() == CURLE_OK

    init() { self.multi = Self.isReady ? curl_multi_init() : nil }

    func open(_ url: String, options: CurlOptions, _ opened: Opened) {
        guard let multi = self.multi else {
            return opened.resume(returning: .failure(HTTPFailure(.broken, "libcurl cannot be used")))
        }
        let isClosed = self.state.withLock { state in
            guard state.end == nil else { return true }
            state.isRunning = true
            state.opened = opened
            return false
        }
        let worker = CurlStreamWorker(url: url, multi: multi, options: options, channel: self)
        if isClosed {
            curl_multi_cleanup(multi)
            opened.resume(returning: .failure(Self.closedHere))
        } else if !startThread({ worker.run() }) {
            self.finish(HTTPFailure(.broken, "the system has no thread to give"))
            self.forgetHandle()
            curl_multi_cleanup(multi)
        }
    }

    func receive(_ reader: Received) {
        let ready: Result<[UInt8]?, HTTPFailure>? = self.state.withLock { state in
            if !state.incoming.isEmpty {
                defer { state.incoming = [] }
                // The thread may have stopped reading.
                if state.incoming.count >= Self.incomingLimit { self.wake(state) }
                return .success(state.incoming)
            }
            if let end = state.end { return Self.result(of: end) }
            if state.reader != nil { return .failure(HTTPFailure(.broken, "somebody else is reading")) }
            if Task.isCancelled { return .failure(HTTPFailure(.cancelled, "the task was cancelled")) }
            state.reader = reader
            return nil
        }
        if let ready { reader.resume(returning: ready) }
    }

    func stopWaiting() {
        let reader = self.state.withLock { state in
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(returning: .failure(HTTPFailure(.cancelled, "the task was cancelled")))
    }

    func send(_ bytes: [UInt8]) throws(HTTPFailure) {
        let problem: HTTPFailure? = self.state.withLock { state in
            switch state.end {
            case .failed(let failure): return failure
            case .finished: return HTTPFailure(.broken, "the other side has ended the connection")
            case nil: break
            }
            guard bytes.count <= Self.outgoingLimit - state.outgoing.count else {
                return HTTPFailure(.broken, "the other side takes no more bytes")
            }
            state.outgoing += bytes
            self.wake(state)
            return nil
        }
        if let problem { throw problem }
    }

    func close() { self.finish(Self.closedHere) }

    private static let closedHere = HTTPFailure(.cancelled, "the connection was closed here")

    private func wake(_ state: borrowing State) {
        if state.isRunning { curl_multi_wakeup(self.multi) }
    }

    private static func result(of end: End) -> Result<[UInt8]?, HTTPFailure> {
        switch end {
        case .finished: .success(nil)
        case .failed(let failure): .failure(failure)
        }
    }

    // MARK: the thread's side

    struct Work {
        var outgoing: [UInt8]
        var room: Int
        var isOver: Bool
    }

    /// What there is to do now; bytes that are taken are gone from here.
    func takeWork(withBytes: Bool) -> Work {
        self.state.withLock { state in
            defer { if withBytes { state.outgoing = [] } }
            return Work(
                outgoing: withBytes ? state.outgoing : [], room: max(0, Self.incomingLimit - state.incoming.count),
                isOver: state.end != nil)
        }
    }

    func opened() {
        let opened = self.state.withLock { state in
            defer { state.opened = nil }
            return state.opened
        }
        opened?.resume(returning: .success(()))
    }

    func arrived(_ bytes: [UInt8]) {
        let reader: Received? = self.state.withLock { state in
            defer { state.reader = nil }
            if state.reader == nil { state.incoming += bytes }
            return state.reader
        }
        reader?.resume(returning: .success(bytes))
    }

    /// The first end counts; `nil` is the other side's own end.
    func finish(_ failure: HTTPFailure?) {
        let (opened, reader, end) = self.state.withLock { state in
            let end = state.end ?? failure.map { End.failed($0) } ?? .finished
            state.end = end
            defer { (state.opened, state.reader) = (nil, nil) }
            self.wake(state)
            return (state.opened, state.reader, end)
        }
        let result = Self.result(of: end)
        opened?.resume(
            returning: result.flatMap { _ in .failure(HTTPFailure(.couldNotConnect, "the connection ended")) })
        reader?.resume(returning: result)
    }

    /// From now on nobody wakes the thread.
    func forgetHandle() {
        self.state.withLock { $0.isRunning = false }
    }
}
