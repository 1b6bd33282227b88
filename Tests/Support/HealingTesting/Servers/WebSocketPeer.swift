import Cryptography
package import NIOCore

/// The server's end of one WebSocket, written for tests: it sends whatever bytes it is told to, and reads the client's
/// frames with a reader of its own, so that client and server cannot share a mistake.
package final class WebSocketPeer {
    package struct Frame: Sendable, Hashable {
        package var opcode: UInt8
        package var isFinal: Bool
        package var isMasked: Bool
        package var payload: [UInt8]

        package var text: String { String(decoding: self.payload, as: UTF8.self) }
        /// Of a close frame.
        package var closeCode: Int? {
            self.payload.count >= 2 ? Int(self.payload[0]) << 8 | Int(self.payload[1]) : nil
        }
    }

    /// Sends from other tasks too.
    package let writer: NIOAsyncChannelOutboundWriter<ByteBuffer>
    /// The client's handshake, once `acceptHandshake` or `readHead` has read it.
    package private(set) var head = ""
    /// Whether pings are answered while frames are waited for.
    package var answersPings = true
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var buffer: [UInt8] = []

    init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ writer: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound.makeAsyncIterator()
        self.writer = writer
    }

    package func readHead() async throws {
        while self.buffer.firstRange(of: Array("\r\n\r\n".utf8)) == nil { try await self.fill() }
        guard let end = self.buffer.firstRange(of: Array("\r\n\r\n".utf8)) else { return }
        self.head = String(decoding: self.buffer[..<end.lowerBound], as: UTF8.self)
        self.buffer = Array(self.buffer[end.upperBound...])
    }

    /// Answers the handshake; `extra` are bytes that leave together with the answer.
    package func acceptHandshake(sending extra: [UInt8] = []) async throws {
        try await self.readHead()
        try await self.answerHandshake(sending: extra)
    }

    /// Answers the handshake whose head has been read.
    package func answerHandshake(sending extra: [UInt8] = []) async throws {
        let answer =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: \(Self.acceptKey(for: self.header("Sec-WebSocket-Key") ?? ""))\r\n\r\n"
        try await self.send(Array(answer.utf8) + extra)
    }

    package func header(_ name: String) -> String? {
        self.head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name.lowercased()):") }
            .map { String($0.dropFirst(name.count + 1).drop { $0 == " " }) }
    }

    package static func acceptKey(for key: String) -> String {
        Base64.encode(SHA1.digest(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
    }

    package func send(_ bytes: [UInt8]) async throws { try await self.writer.write(ByteBuffer(bytes: bytes)) }

    package func send(text: String) async throws { try await self.send(Self.frame(0x1, Array(text.utf8))) }

    /// The next frame of the client.
    package func nextFrame() async throws -> Frame {
        while true {
            if let frame = self.takeFrame() { return frame }
            try await self.fill()
        }
    }

    /// The next text of the client; pings on the way are answered.
    package func nextText() async throws -> String {
        while true {
            let frame = try await self.nextFrame()
            switch frame.opcode {
            case 0x1: return frame.text
            case 0x9 where self.answersPings: try await self.send(Self.frame(0xA, frame.payload))
            case 0x8: throw PeerIsGone()
            default: break
            }
        }
    }

    /// Reads until the client closes or is gone, answering pings; the close code, where it closed.
    @discardableResult
    package func waitForClose() async throws -> Int? {
        do {
            while true {
                let frame = try await self.nextFrame()
                if frame.opcode == 0x8 { return frame.closeCode }
                if frame.opcode == 0x9, self.answersPings { try await self.send(Self.frame(0xA, frame.payload)) }
            }
        } catch is PeerIsGone {
            return nil
        }
    }

    /// A server's frame: not masked.
    package static func frame(_ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) -> [UInt8] {
        var bytes = [(isFinal ? 0x80 : 0) | opcode]
        let count = payload.count
        if count < 126 {
            bytes.append(UInt8(count))
        } else if count < 65_536 {
            bytes += [126, UInt8(count >> 8), UInt8(count & 255)]
        } else {
            bytes += [127, 0, 0, 0, 0]
            bytes += [UInt8(count >> 24 & 255), UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)]
        }
        return bytes + payload
    }

    package struct PeerIsGone: Error {}

    private func fill() async throws {
        do {
            guard let more = try await self.inbound.next() else { throw PeerIsGone() }
            self.buffer += more.readableBytesView
        } catch is IOError {
            throw PeerIsGone()
        }
    }

    private func takeFrame() -> Frame? {
        guard self.buffer.count >= 2 else { return nil }
        var length = Int(self.buffer[1] & 0x7F)
        var start = 2
        for (mark, size) in [(126, 2), (127, 8)] where length == mark {
            guard self.buffer.count >= 2 + size else { return nil }
            length = self.buffer[2..<2 + size].reduce(0) { $0 << 8 | Int($1) }
            start = 2 + size
            break
        }
        let isMasked = self.buffer[1] & 0x80 != 0
        let mask = isMasked ? 4 : 0
        guard self.buffer.count >= start + mask + length else { return nil }
        let key = self.buffer[start..<start + mask].map { $0 }
        let raw = self.buffer[(start + mask)..<(start + mask + length)]
        let frame = Frame(
            opcode: self.buffer[0] & 0x0F, isFinal: self.buffer[0] & 0x80 != 0, isMasked: isMasked,
            payload: raw.enumerated().map { isMasked ? $1 ^ key[$0 & 3] : $1 })
        self.buffer = Array(self.buffer[(start + mask + length)...])
        return frame
    }
}
