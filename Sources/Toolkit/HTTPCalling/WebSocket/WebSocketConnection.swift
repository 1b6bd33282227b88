import Cryptography
import Synchronization

/// The client's end of a WebSocket (RFC 6455), over any byte stream; `ws://` is plain, `wss://` is TLS.
///
/// One task reads; anybody may send. Sending never waits.
package actor WebSocketConnection {
    private nonisolated let stream: any ByteStream
    private nonisolated let isClosing = Mutex(false)
    private var reader: WebSocketReader
    private var isOver = false

    /// Connects and shakes hands. Cancel the task to give up: a server that accepts and then says nothing is waited for.
    package static func open(
        _ url: String, options: CurlOptions = CurlOptions(), messageLimit: Int = 4 << 20
    ) async throws(WebSocketFailure) -> WebSocketConnection {
        let handshake = try WebSocketHandshake(url: url, nonce: RandomBytes.make(16))
        let stream: CurlByteStream
        do throws(HTTPFailure) {
            stream = try await CurlByteStream(connectingTo: handshake.connectURL, options: options)
            try stream.send(handshake.request(userAgent: options.userAgent))
        } catch {
            throw WebSocketFailure(error)
        }
        var answer: [UInt8] = []
        while true {
            answer += try await Self.receive(from: stream)
            if let leftover = try handshake.leftover(of: answer) {
                return WebSocketConnection(stream: stream, leftover: leftover, messageLimit: messageLimit)
            }
        }
    }

    private init(stream: any ByteStream, leftover: [UInt8], messageLimit: Int) {
        self.stream = stream
        self.reader = WebSocketReader(messageLimit: messageLimit)
        self.reader.append(leftover)
    }

    deinit { self.stream.close() }

    /// The next event. Pings are answered before they are handed out, and a close is; after it every call fails. What the
    /// other side may not send fails, tells it so, and ends the connection.
    package func next() async throws(WebSocketFailure) -> WebSocketEvent {
        if self.isOver { throw WebSocketFailure(.closed, "the connection is closed") }
        do throws(WebSocketFailure) {
            while true {
                if let event = try self.reader.next() { return self.answering(event) }
                self.reader.append(try await Self.receive(from: self.stream))
            }
        } catch {
            if error.kind == .violation || error.kind == .tooLarge {
                self.close(code: error.closeCode, reason: error.detail)
                self.end()
            }
            throw error
        }
    }

    private static func receive(from stream: any ByteStream) async throws(WebSocketFailure) -> [UInt8] {
        do throws(HTTPFailure) {
            if let bytes = try await stream.receive() { return bytes }
        } catch {
            throw WebSocketFailure(error)
        }
        throw WebSocketFailure(.connection, "the other side ended the connection without closing it")
    }

    private func answering(_ event: WebSocketEvent) -> WebSocketEvent {
        switch event {
        case .ping(let payload): try? self.write(.pong, payload)
        case .close(let code, _):
            self.close(code: code ?? 1000, reason: "")
            self.end()
        case .text, .binary, .pong: break
        }
        return event
    }

    private func end() {
        self.isOver = true
        self.stream.close()
    }

    package nonisolated func send(text: String) throws(WebSocketFailure) { try self.write(.text, Array(text.utf8)) }

    /// The payload is cut to the 125 bytes that a ping may carry.
    package nonisolated func ping(_ payload: [UInt8] = []) throws(WebSocketFailure) {
        try self.write(.ping, Array(payload.prefix(WebSocketFrame.longestControlPayload)))
    }

    /// Begins the closing handshake, once: nothing can be sent after it. The other side's answer is read as an event.
    package nonisolated func close(code: UInt16 = 1000, reason: String = "") {
        let payload = WebSocketFrame.closing(code: code, reason: reason)
        let isFirst = self.isClosing.withLock { isClosing in
            defer { isClosing = true }
            return !isClosing
        }
        if isFirst { try? self.stream.send(WebSocketFrame.encode(.close, payload, mask: RandomBytes.make(4))) }
    }

    /// Ends the connection without waiting for anybody; who reads is told at once.
    package nonisolated func abort() { self.stream.close() }

    private nonisolated func write(_ opcode: WebSocketFrame.Opcode, _ payload: [UInt8]) throws(WebSocketFailure) {
        let frame = WebSocketFrame.encode(opcode, payload, mask: RandomBytes.make(4))
        // Under the lock, so that no frame follows the close.
        let failure: WebSocketFailure? = self.isClosing.withLock { isClosing in
            if isClosing { return WebSocketFailure(.closed, "the connection is closing") }
            do throws(HTTPFailure) {
                try self.stream.send(frame)
                return nil
            } catch {
                return WebSocketFailure(error)
            }
        }
        if let failure { throw failure }
    }
}
