/// What arrives on a WebSocket.
package enum WebSocketEvent: Sendable, Hashable {
    case text(String)
    case binary([UInt8])
    case ping([UInt8])
    case pong([UInt8])
    /// The other side closes; `nil` where it gave no code.
    case close(code: UInt16?, reason: String)
}

/// Reads a server's frames (RFC 6455, sections 5 and 8) and puts fragments together. Whatever a server may not send is a
/// failure; no length that it states makes room before the bytes are there.
struct WebSocketReader {
    private let messageLimit: Int
    private var buffer: [UInt8] = []
    private var offset = 0
    private var message: (opcode: WebSocketFrame.Opcode, bytes: [UInt8])?

    init(messageLimit: Int) { self.messageLimit = messageLimit }

    mutating func append(_ bytes: [UInt8]) {
        if self.offset > 0 {
            self.buffer.removeFirst(self.offset)
            self.offset = 0
        }
        self.buffer += bytes
    }

    /// The next whole message or control frame; `nil` while more bytes are needed.
    mutating func next() throws(WebSocketFailure) -> WebSocketEvent? {
        while let header = try self.header() {
            try self.check(header)
            guard self.buffer.count - self.offset - header.size >= header.length else { return nil }
            let start = self.offset + header.size
            let payload = self.buffer[start..<start + header.length]
            self.offset = start + header.length
            if let event = try self.take(header, payload) { return event }
        }
        return nil
    }

    private struct Header {
        var isFinal: Bool
        var opcode: WebSocketFrame.Opcode
        /// Of the payload.
        var length: Int
        /// Of the header itself.
        var size: Int
    }

    private func header() throws(WebSocketFailure) -> Header? {
        let available = self.buffer.count - self.offset
        guard available >= 2 else { return nil }
        let (first, second) = (self.buffer[self.offset], self.buffer[self.offset + 1])
        guard first & 0x70 == 0 else { throw Self.violation("a reserved bit is set") }
        guard let opcode = WebSocketFrame.Opcode(rawValue: first & 0x0F) else {
            throw Self.violation("the opcode \(first & 0x0F) means nothing")
        }
        guard second & 0x80 == 0 else { throw Self.violation("a server's frame is masked") }
        let short = Int(second & 0x7F)
        let extra = short == 126 ? 2 : short == 127 ? 8 : 0
        guard available >= 2 + extra else { return nil }
        var length = UInt64(short)
        if extra > 0 {
            length = self.buffer[self.offset + 2..<self.offset + 2 + extra].reduce(0) { $0 << 8 | UInt64($1) }
            guard length > (extra == 2 ? 125 : 0xFFFF), length >> 63 == 0 else {
                throw Self.violation("a length is not written the shortest way")
            }
        }
        guard let length = Int(exactly: length), length <= self.messageLimit else { throw self.tooLarge() }
        return Header(isFinal: first & 0x80 != 0, opcode: opcode, length: length, size: 2 + extra)
    }

    private func check(_ header: Header) throws(WebSocketFailure) {
        if header.opcode.isControl {
            guard header.isFinal, header.length <= WebSocketFrame.longestControlPayload else {
                throw Self.violation("a control frame is fragmented or too long")
            }
        } else if header.opcode == .continuation {
            guard let message else { throw Self.violation("a continuation of nothing") }
            guard header.length <= self.messageLimit - message.bytes.count else { throw self.tooLarge() }
        } else if self.message != nil {
            throw Self.violation("a new message begins inside another one")
        }
    }

    private mutating func take(_ header: Header, _ payload: ArraySlice<UInt8>) throws(WebSocketFailure)
        -> WebSocketEvent?
    {
        switch header.opcode {
        case .ping: return .ping(Array(payload))
        case .pong: return .pong(Array(payload))
        case .close: return try Self.close(Array(payload))
        case .text, .binary: self.message = (header.opcode, Array(payload))
        case .continuation: self.message?.bytes += payload
        }
        guard header.isFinal, let whole = self.message else { return nil }
        self.message = nil
        return whole.opcode == .text ? .text(try Self.text(whole.bytes)) : .binary(whole.bytes)
    }

    private static func close(_ payload: [UInt8]) throws(WebSocketFailure) -> WebSocketEvent {
        guard !payload.isEmpty else { return .close(code: nil, reason: "") }
        guard payload.count >= 2 else { throw self.violation("a close code of one byte") }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        // 1004 to 1006 and 1015 are never sent (section 7.4.1 and IANA's registry).
        guard (1000...1003).contains(code) || (1007...1014).contains(code) || (3000...4999).contains(code) else {
            throw self.violation("the close code \(code) may not be sent")
        }
        return .close(code: code, reason: try self.text(Array(payload.dropFirst(2))))
    }

    private static func text(_ bytes: [UInt8]) throws(WebSocketFailure) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw WebSocketFailure(.violation, "a text is not UTF-8", closeCode: 1007)
        }
        return text
    }

    private static func violation(_ detail: String) -> WebSocketFailure { WebSocketFailure(.violation, detail) }

    private func tooLarge() -> WebSocketFailure {
        WebSocketFailure(.tooLarge, "a message is longer than \(self.messageLimit) bytes", closeCode: 1009)
    }
}
