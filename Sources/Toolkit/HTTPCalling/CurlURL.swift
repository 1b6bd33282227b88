import CCurl

/// A URL as libcurl reads it, so that what is checked is what is called.
final class CurlURL {
    let handle: OpaquePointer
    private let host: String

    init(_ text: String) throws(HTTPFailure) {
        guard !text.utf8.contains(0) else { throw HTTPFailure(.badURL, "the URL holds a zero byte") }
        guard let handle = curl_url() else { throw HTTPFailure(.broken, "no memory for a URL") }
        let code = curl_url_set(handle, CURLUPART_URL, text, 0)
        guard code == CURLUE_OK else {
            curl_url_cleanup(handle)
            throw HTTPFailure(.badURL, String(cString: curl_url_strerror(code)))
        }
        self.handle = handle
        self.host = Self.part(CURLUPART_HOST, of: handle)?.lowercased() ?? ""
    }

    deinit { curl_url_cleanup(self.handle) }

    /// What a request line names: the path, and the query where there is one.
    var target: String {
        let query = Self.part(CURLUPART_QUERY, of: self.handle).map { "?\($0)" } ?? ""
        return (Self.part(CURLUPART_PATH, of: self.handle) ?? "/") + query
    }

    /// What a `Host` header names: the port only where it is written.
    var authority: String {
        self.host + (Self.part(CURLUPART_PORT, of: self.handle).map { ":\($0)" } ?? "")
    }

    private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, 0) == CURLUE_OK else { return nil }
        defer { curl_free(text) }
        return text.map { String(cString: $0) }
    }

    /// Whether the host is this machine by its very name.
    var isLoopback: Bool {
        if ["localhost", "[::1]", "::1"].contains(self.host) || self.host.hasSuffix(".localhost") { return true }
        let parts = self.host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
