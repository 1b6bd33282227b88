import CCurl

/// What the thread of a stream does: connect, then move bytes until somebody ends it.
///
/// Unchecked: handed to its thread at the start and used nowhere else.
final class CurlStreamWorker: @unchecked Sendable {
    private static let chunk = 64 << 10
    private let url: String
    private let multi: UnsafeMutableRawPointer
    private let options: CurlOptions
    private let channel: CurlStreamChannel
    private var parsed: CurlURL?
    private let errorBuffer: UnsafeMutablePointer<CChar>
    private var buffer = [UInt8](repeating: 0, count: CurlStreamWorker.chunk)

    init(url: String, multi: UnsafeMutableRawPointer, options: CurlOptions, channel: CurlStreamChannel) {
        self.url = url
        self.multi = multi
        self.options = options
        self.channel = channel
        self.errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        self.errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit { self.errorBuffer.deallocate() }

    func run() {
        let handle = curl_easy_init()
        do throws(HTTPFailure) {
            guard let handle else { throw HTTPFailure(.broken, "libcurl has no memory for a connection") }
            let url = try CurlURL(self.url)
            // libcurl looks at it until the handle is gone.
            self.parsed = url
            try self.configure(handle, url)
            try self.connect(handle)
            try self.transfer(handle)
            self.channel.finish(nil)
        } catch {
            self.channel.finish(error)
        }
        self.channel.forgetHandle()
        if let handle {
            curl_multi_remove_handle(self.multi, handle)
            curl_easy_cleanup(handle)
        }
        curl_multi_cleanup(self.multi)
    }

    private func configure(_ handle: UnsafeMutableRawPointer, _ url: CurlURL) throws(HTTPFailure) {
        var works = CCurl_setURL(handle, url.handle) == CURLE_OK
        func check(_ code: CURLcode) { works = works && code == CURLE_OK }
        check(CCurl_setPointer(handle, CURLOPT_ERRORBUFFER, self.errorBuffer))
        check(CCurl_setLong(handle, CURLOPT_NOSIGNAL, 1))
        check(CCurl_setLong(handle, CURLOPT_CONNECT_ONLY, 1))
        check(CCurl_setString(handle, CURLOPT_PROTOCOLS_STR, "http,https"))
        // Without it TLS would agree on HTTP/2, where there are frames of another kind.
        check(CCurl_setLong(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)))
        check(CCurl_setLong(handle, CURLOPT_HTTPPROXYTUNNEL, 1))
        check(CCurl_setLong(handle, CURLOPT_TCP_KEEPALIVE, 1))
        let connecting = CurlResources.milliseconds(self.options.connectTimeoutSeconds)
        check(CCurl_setLong(handle, CURLOPT_CONNECTTIMEOUT_MS, connecting))
        check(CCurl_setString(handle, CURLOPT_USERAGENT, self.options.userAgent))
        if let file = self.options.authoritiesFile { check(CCurl_setString(handle, CURLOPT_CAINFO, file)) }
        if let proxy = self.options.proxy { check(CCurl_setString(handle, CURLOPT_PROXY, proxy)) }
        if url.isLoopback { check(CCurl_setString(handle, CURLOPT_NOPROXY, "*")) }
        check(curl_multi_add_handle(self.multi, handle) == CURLM_OK ? CURLE_OK : CURLE_FAILED_INIT)
        if !works { throw HTTPFailure(.broken, "libcurl refused to set the connection up") }
    }

    private func connect(_ handle: UnsafeMutableRawPointer) throws(HTTPFailure) {
        while true {
            if self.channel.takeWork(withBytes: false).isOver {
                throw HTTPFailure(.cancelled, "given up while connecting")
            }
            var active: Int32 = 0
            curl_multi_perform(self.multi, &active)
            var code = CURLE_OK
            if CCurl_nextFinished(self.multi, &code) != nil {
                guard code == CURLE_OK else { throw self.failure(code) }
                return self.channel.opened()
            }
            curl_multi_poll(self.multi, nil, 0, 1000, nil)
        }
    }

    private func transfer(_ handle: UnsafeMutableRawPointer) throws(HTTPFailure) {
        var socket = curl_socket_t(-1)
        guard CCurl_getSocket(handle, &socket) == CURLE_OK, socket >= 0 else {
            throw HTTPFailure(.broken, "libcurl gave no socket")
        }
        var pending: [UInt8] = []
        while true {
            let work = self.channel.takeWork(withBytes: pending.isEmpty)
            pending += work.outgoing
            try self.send(&pending, handle)
            if work.isOver { return }
            var room = work.room
            // TLS holds bytes that `poll` knows nothing of: everything is read before waiting.
            while room > 0 {
                guard let bytes = try self.receive(handle) else { break }
                if bytes.isEmpty { return }
                self.channel.arrived(bytes)
                room -= bytes.count
            }
            // The reader may have made room again meanwhile.
            guard room > 0 || self.channel.takeWork(withBytes: false).room == 0 else { continue }
            self.wait(socket, reading: room > 0, writing: !pending.isEmpty)
        }
    }

    private func send(_ pending: inout [UInt8], _ handle: UnsafeMutableRawPointer) throws(HTTPFailure) {
        var offset = 0
        defer { pending.removeFirst(offset) }
        while offset < pending.count {
            var sent = 0
            let code = pending.withUnsafeBytes { bytes in
                curl_easy_send(handle, bytes.baseAddress?.advanced(by: offset), bytes.count - offset, &sent)
            }
            if code == CURLE_AGAIN { return }
            guard code == CURLE_OK else { throw self.failure(code) }
            offset += sent
        }
    }

    /// No bytes at the end of the stream; `nil` where there is nothing to read now.
    private func receive(_ handle: UnsafeMutableRawPointer) throws(HTTPFailure) -> [UInt8]? {
        var count = 0
        let code = self.buffer.withUnsafeMutableBytes { curl_easy_recv(handle, $0.baseAddress, $0.count, &count) }
        if code == CURLE_AGAIN { return nil }
        guard code == CURLE_OK else { throw self.failure(code) }
        return Array(self.buffer[..<count])
    }

    private func wait(_ socket: curl_socket_t, reading: Bool, writing: Bool) {
        var descriptor = curl_waitfd()
        descriptor.fd = socket
        descriptor.events = Int16((reading ? CURL_WAIT_POLLIN : 0) | (writing ? CURL_WAIT_POLLOUT : 0))
        curl_multi_poll(self.multi, &descriptor, 1, 30_000, nil)
    }

    private func failure(_ code: CURLcode) -> HTTPFailure {
        HTTPFailure(code, detail: String(cString: self.errorBuffer))
    }
}
