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
        var host: UnsafeMutablePointer<CChar>?
        curl_url_get(handle, CURLUPART_HOST, &host, 0)
        self.host = host.map { String(cString: $0).lowercased() } ?? ""
        curl_free(host)
    }

    deinit { curl_url_cleanup(self.handle) }

    /// Whether the host is this machine by its very name.
    var isLoopback: Bool {
        if ["localhost", "[::1]", "::1"].contains(self.host) || self.host.hasSuffix(".localhost") { return true }
        let parts = self.host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
