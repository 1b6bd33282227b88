import CCurl
import Synchronization

/// One call on its way: what is sent, what has arrived, who waits.
///
/// Unchecked: after `start` only the loop's thread touches it, except for the cancellation flag, which is atomic.
final class CurlTransfer: @unchecked Sendable {
    private static let headerLimit = 256 << 10
    /// Of an answer that is not the file asked for.
    private static let refusalLimit = 64 << 10

    let call: HTTPCall
    let options: CurlOptions
    private let file: DownloadFile?
    private let cancelled = Atomic<Bool>(false)
    private var continuation: CheckedContinuation<Result<HTTPAnswer, HTTPFailure>, Never>?

    private(set) var handle: UnsafeMutableRawPointer?
    private var resources: CurlResources?
    private var headers: [HTTPField] = []
    private var headerBytes = 0
    private var body: [UInt8] = []
    private var problem: HTTPFailure?

    init(_ call: HTTPCall, options: CurlOptions, file: DownloadFile?) {
        self.call = call
        self.options = options
        self.file = file
    }

    func start(_ continuation: CheckedContinuation<Result<HTTPAnswer, HTTPFailure>, Never>) {
        self.continuation = continuation
    }

    var isCancelled: Bool { self.cancelled.load(ordering: .acquiring) }
    func markCancelled() { self.cancelled.store(true, ordering: .releasing) }

    func prepare(_ handle: UnsafeMutableRawPointer) throws(HTTPFailure) {
        self.handle = handle
        let resources = try CurlResources(self.call)
        self.resources = resources
        try resources.configure(handle, for: self.call, options: self.options)
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = CCurl_setReceiver(handle, CURLOPT_HEADERFUNCTION, receiveHeader)
        _ = CCurl_setPointer(handle, CURLOPT_HEADERDATA, context)
        _ = CCurl_setReceiver(handle, CURLOPT_WRITEFUNCTION, receiveBody)
        _ = CCurl_setPointer(handle, CURLOPT_WRITEDATA, context)
    }

    /// Frees what libcurl was given to look at; only when the handle is out of the multi handle.
    func release() {
        self.resources = nil
        self.handle = nil
    }

    func end(_ result: Result<HTTPAnswer, HTTPFailure>) {
        self.continuation?.resume(returning: result)
        self.continuation = nil
    }

    func outcome(_ code: CURLcode) -> Result<HTTPAnswer, HTTPFailure> {
        if let problem { return .failure(problem) }
        guard code == CURLE_OK else {
            return .failure(HTTPFailure(code, detail: self.resources?.errorText ?? ""))
        }
        return .success(HTTPAnswer(status: self.status, headers: self.headers, body: self.body))
    }

    private var status: Int {
        guard let handle else { return 0 }
        var status = 0
        _ = CCurl_getLong(handle, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    fileprivate func receive(header line: UnsafeRawBufferPointer) -> Bool {
        self.headerBytes += line.count
        guard self.headerBytes <= Self.headerLimit else {
            self.problem = HTTPFailure(.answerTooLarge, "the headers are longer than \(Self.headerLimit) bytes")
            return false
        }
        // Interim answers (1xx) have headers too; the last status line begins the answer that counts.
        if line.starts(with: "HTTP/".utf8) {
            self.headers = []
        } else if let field = HTTPField(line: line) {
            self.headers.append(field)
        }
        return true
    }

    fileprivate func receive(body bytes: UnsafeRawBufferPointer) -> Bool {
        if let file, (200..<300).contains(self.status) {
            self.problem = file.append(bytes)
            return self.problem == nil
        }
        let limit = self.file == nil ? self.call.answerLimit : min(self.call.answerLimit, Self.refusalLimit)
        guard bytes.count <= limit - self.body.count else {
            self.problem = HTTPFailure(.answerTooLarge, "the answer is longer than \(limit) bytes")
            return false
        }
        self.body.append(contentsOf: bytes)
        return true
    }
}

private func receiveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
    return transfer.receive(header: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

private func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
    return transfer.receive(body: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}
