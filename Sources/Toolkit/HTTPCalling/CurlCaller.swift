import Synchronization

/// HTTP calls on libcurl: HTTP/1.1 and, over TLS, HTTP/2; connections are reused; gzip, brotli and zstd are undone.
/// Redirects are answers, never followed. Proxies come from the usual environment variables, except for this machine's
/// own addresses, which are always called directly.
///
/// One thread per caller does all the work, so that one caller serves a whole process. The thread ends with `shutdown`
/// or with the last reference.
package final class CurlCaller: HTTPCaller {
    private let loop: CurlLoop
    private let options: CurlOptions

    package init(options: CurlOptions = CurlOptions()) {
        self.options = options
        self.loop = CurlLoop(options: options)
    }

    deinit { self.loop.stop() }

    package func call(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer {
        try await self.perform(call, file: nil).get()
    }

    /// Streams to the file in constant memory; see `HTTPCaller.download`.
    package func download(_ call: HTTPCall, to path: String, limit: Int) async throws(HTTPFailure) -> HTTPAnswer {
        let file = try DownloadFile(path: path, limit: limit)
        let result = await self.perform(call, file: file)
        try file.finish(keeping: (try? result.get())?.isSuccess == true)
        return try result.get()
    }

    /// Refuses new calls, ends the running ones as cancelled, closes every connection and waits for the thread to end.
    /// May be called more than once.
    package func shutdown() async {
        await withCheckedContinuation { self.loop.stop(then: $0) }
    }

    private func perform(_ call: HTTPCall, file: DownloadFile?) async -> Result<HTTPAnswer, HTTPFailure> {
        let transfer = CurlTransfer(call, options: self.options, file: file)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.start(continuation)
                self.loop.start(transfer)
            }
        } onCancel: {
            self.loop.cancel(transfer)
        }
    }
}
