import Cryptography

/// The client's side of the opening handshake (RFC 6455, section 4.1).
struct WebSocketHandshake {
    private static let magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    private static let headLimit = 16 << 10
    private static let end: [UInt8] = [13, 10, 13, 10]

    /// What `CurlByteStream` connects to: the same address under `http` or `https`.
    let connectURL: String
    private let authority: String
    private let target: String
    private let key: String

    init(url: String, nonce: [UInt8]) throws(WebSocketFailure) {
        let pieces = url.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let scheme = pieces.first?.lowercased()
        guard pieces.count == 2, scheme == "ws" || scheme == "wss" else {
            throw WebSocketFailure(.refused, "the address begins with neither ws:// nor wss://")
        }
        self.connectURL = (scheme == "wss" ? "https:" : "http:") + pieces[1]
        do throws(HTTPFailure) {
            let parsed = try CurlURL(self.connectURL)
            self.authority = parsed.authority
            self.target = parsed.target
        } catch {
            throw WebSocketFailure(.refused, error.detail)
        }
        guard (self.authority + self.target).utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw WebSocketFailure(.refused, "the address holds white space or control characters")
        }
        self.key = Base64.encode(nonce)
    }

    func request(userAgent: String) -> [UInt8] {
        let lines = [
            "GET \(self.target) HTTP/1.1", "Host: \(self.authority)", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Key: \(self.key)", "Sec-WebSocket-Version: 13", "User-Agent: \(userAgent)",
        ]
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    /// `nil` while the answer's head is not whole; then the bytes behind it, which are frames already.
    func leftover(of answer: [UInt8]) throws(WebSocketFailure) -> [UInt8]? {
        guard let range = answer.prefix(Self.headLimit).firstRange(of: Self.end) else {
            if answer.count >= Self.headLimit { throw WebSocketFailure(.refused, "the answer's head has no end") }
            return nil
        }
        try self.check(answer[..<range.lowerBound])
        return Array(answer[range.upperBound...])
    }

    private func check(_ head: ArraySlice<UInt8>) throws(WebSocketFailure) {
        let lines = head.split(separator: 10, omittingEmptySubsequences: false)
        let status = lines.first.map { String(decoding: $0.filter { $0 != 13 }, as: UTF8.self) } ?? ""
        guard status.hasPrefix("HTTP/1.1 101") else {
            throw WebSocketFailure(.refused, "the server answered \(status.prefix(80))")
        }
        let fields = lines.dropFirst().compactMap { line in line.withUnsafeBytes { HTTPField(line: $0) } }
        func values(_ name: String) -> [String] {
            fields.filter { $0.isNamed(name) }.flatMap { $0.value.split(separator: ",") }
                .map { $0.lowercased().filter { !$0.isWhitespace } }
        }
        guard values("Upgrade").contains("websocket"), values("Connection").contains("upgrade") else {
            throw WebSocketFailure(.refused, "the server did not upgrade the connection")
        }
        let expected = Base64.encode(SHA1.digest(self.key + Self.magic))
        guard fields.filter({ $0.isNamed("Sec-WebSocket-Accept") }).map(\.value) == [expected] else {
            throw WebSocketFailure(.refused, "the server's accept key is not the one for ours")
        }
        // None was offered.
        guard values("Sec-WebSocket-Extensions").isEmpty, values("Sec-WebSocket-Protocol").isEmpty else {
            throw WebSocketFailure(.refused, "the server chose an extension or protocol that was not offered")
        }
    }
}
