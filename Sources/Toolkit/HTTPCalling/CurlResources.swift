import CCurl

/// The memory that libcurl looks at while a call runs: the parsed URL, the header list, the place for an error text.
final class CurlResources {
    private let url: CurlURL
    private var list: UnsafeMutablePointer<curl_slist>?
    private let errorBuffer: UnsafeMutablePointer<CChar>

    init(_ call: HTTPCall) throws(HTTPFailure) {
        try call.checkFieldsForSending()
        self.url = try CurlURL(call.url)
        self.errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        self.errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        for line in call.headerLines {
            // The list stays as it was where memory is short; the call then lacks a header and must not be sent.
            guard let longer = curl_slist_append(self.list, line) else {
                throw HTTPFailure(.broken, "no memory for the headers")
            }
            self.list = longer
        }
    }

    deinit {
        curl_slist_free_all(self.list)
        self.errorBuffer.deallocate()
    }

    var errorText: String { String(cString: self.errorBuffer) }

    func configure(
        _ handle: UnsafeMutableRawPointer, for call: HTTPCall, options: CurlOptions
    ) throws(HTTPFailure) {
        let time = Self.milliseconds(call.timeoutSeconds)
        var works = CCurl_setURL(handle, self.url.handle) == CURLE_OK
        func check(_ code: CURLcode) { works = works && code == CURLE_OK }
        check(CCurl_setPointer(handle, CURLOPT_ERRORBUFFER, self.errorBuffer))
        check(CCurl_setLong(handle, CURLOPT_NOSIGNAL, 1))
        check(CCurl_setString(handle, CURLOPT_PROTOCOLS_STR, "http,https"))
        check(CCurl_setLong(handle, CURLOPT_TIMEOUT_MS, time))
        let connecting = min(time, Self.milliseconds(options.connectTimeoutSeconds))
        check(CCurl_setLong(handle, CURLOPT_CONNECTTIMEOUT_MS, connecting))
        check(CCurl_setString(handle, CURLOPT_ACCEPT_ENCODING, ""))
        check(CCurl_setLong(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)))
        check(CCurl_setLong(handle, CURLOPT_PIPEWAIT, 1))
        check(CCurl_setString(handle, CURLOPT_USERAGENT, options.userAgent))
        check(CCurl_setList(handle, CURLOPT_HTTPHEADER, self.list))
        if let file = options.authoritiesFile { check(CCurl_setString(handle, CURLOPT_CAINFO, file)) }
        if let proxy = options.proxy { check(CCurl_setString(handle, CURLOPT_PROXY, proxy)) }
        if self.url.isLoopback { check(CCurl_setString(handle, CURLOPT_NOPROXY, "*")) }
        works = works && Self.setMethod(handle, call)
        if !works { throw HTTPFailure(.broken, "libcurl refused to set the call up") }
    }

    private static func setMethod(_ handle: UnsafeMutableRawPointer, _ call: HTTPCall) -> Bool {
        switch (call.method, call.body) {
        case ("GET", nil): return CCurl_setLong(handle, CURLOPT_HTTPGET, 1) == CURLE_OK
        case ("HEAD", nil): return CCurl_setLong(handle, CURLOPT_NOBODY, 1) == CURLE_OK
        case ("POST", let body), ("PUT", let body), ("PATCH", let body):
            // These always carry a length, if only that of nothing.
            return self.setBody(handle, body ?? []) && self.setName(handle, call.method)
        case (_, let body?): return self.setBody(handle, body) && self.setName(handle, call.method)
        case (_, nil): return self.setName(handle, call.method)
        }
    }

    private static func setName(_ handle: UnsafeMutableRawPointer, _ method: String) -> Bool {
        CCurl_setString(handle, CURLOPT_CUSTOMREQUEST, method) == CURLE_OK
    }

    private static func setBody(_ handle: UnsafeMutableRawPointer, _ body: [UInt8]) -> Bool {
        // The size comes first: libcurl copies that many bytes.
        guard CCurl_setOffset(handle, CURLOPT_POSTFIELDSIZE_LARGE, body.count) == CURLE_OK else { return false }
        let bytes = body.isEmpty ? [0] : body
        return CCurl_setConstantPointer(handle, CURLOPT_COPYPOSTFIELDS, bytes) == CURLE_OK
    }

    /// At least one, since nought means "for ever" to libcurl.
    static func milliseconds(_ seconds: Double) -> Int {
        guard seconds.isFinite else { return seconds > 0 ? Int(Int32.max) : 1 }
        return Int(min(max(seconds * 1000, 1), Double(Int32.max)))
    }
}
