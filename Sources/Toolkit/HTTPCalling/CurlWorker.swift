import CCurl

/// What the thread of a `CurlLoop` does.
///
/// Unchecked: handed to its thread at the start and used nowhere else.
final class CurlWorker: @unchecked Sendable {
    private static let spareHandles = 32
    private let multi: UnsafeMutableRawPointer
    private let options: CurlOptions
    private var running: [UnsafeMutableRawPointer: CurlTransfer] = [:]
    private var spare: [UnsafeMutableRawPointer] = []
    private var isStopping = false

    init(multi: UnsafeMutableRawPointer, options: CurlOptions) {
        self.multi = multi
        self.options = options
        _ = CCurl_multiSetLong(multi, CURLMOPT_MAX_HOST_CONNECTIONS, max(1, options.connectionsPerHost))
        _ = CCurl_multiSetLong(multi, CURLMOPT_MAXCONNECTS, max(1, options.keptConnections))
    }

    func run(_ loop: CurlLoop) {
        while !self.isStopping {
            for command in loop.takeCommands() { self.obey(command) }
            var active: Int32 = 0
            curl_multi_perform(self.multi, &active)
            self.collectFinished()
            if !self.isStopping { curl_multi_poll(self.multi, nil, 0, active > 0 ? 1000 : 30_000, nil) }
        }
        for command in loop.close() { self.obey(command) }
        for transfer in Array(self.running.values) {
            self.remove(transfer, .failure(HTTPFailure(.cancelled, "the HTTP client was shut down")))
        }
        for handle in self.spare { curl_easy_cleanup(handle) }
        curl_multi_cleanup(self.multi)
        loop.tellWaiters()
    }

    private func obey(_ command: CurlLoop.Command) {
        switch command {
        case .start(let transfer): self.start(transfer)
        case .cancel(let transfer): self.remove(transfer, .failure(HTTPFailure(.cancelled, "the task was cancelled")))
        case .stop: self.isStopping = true
        }
    }

    private func start(_ transfer: CurlTransfer) {
        // A cancel may overtake the start it belongs to.
        if transfer.isCancelled {
            return transfer.end(.failure(HTTPFailure(.cancelled, "the task was cancelled before the call")))
        }
        guard let handle = self.spare.popLast() ?? curl_easy_init() else {
            return transfer.end(.failure(HTTPFailure(.broken, "libcurl has no memory for a call")))
        }
        do throws(HTTPFailure) {
            try transfer.prepare(handle)
        } catch {
            transfer.release()
            self.keep(handle)
            return transfer.end(.failure(error))
        }
        self.running[handle] = transfer
        let code = curl_multi_add_handle(self.multi, handle)
        if code != CURLM_OK {
            let detail = String(cString: curl_multi_strerror(code))
            self.remove(transfer, .failure(HTTPFailure(.broken, "libcurl refused the call: \(detail)")))
        }
    }

    private func collectFinished() {
        var code = CURLE_OK
        while let handle = CCurl_nextFinished(self.multi, &code) {
            guard let transfer = self.running[handle] else { continue }
            self.remove(transfer, transfer.outcome(code))
        }
    }

    /// Ends a transfer whether it is running or over; one that is not here any more is left alone.
    private func remove(_ transfer: CurlTransfer, _ result: Result<HTTPAnswer, HTTPFailure>) {
        guard let handle = transfer.handle, self.running.removeValue(forKey: handle) != nil else { return }
        curl_multi_remove_handle(self.multi, handle)
        transfer.release()
        self.keep(handle)
        transfer.end(result)
    }

    private func keep(_ handle: UnsafeMutableRawPointer) {
        guard self.spare.count < Self.spareHandles else { return curl_easy_cleanup(handle) }
        curl_easy_reset(handle)
        self.spare.append(handle)
    }
}
