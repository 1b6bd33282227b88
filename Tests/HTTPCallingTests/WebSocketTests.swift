import HTTPCalling
import HealingTesting
import Testing

struct WebSocketTests {
    /// Opens a WebSocket to a server that says `bytes` together with its handshake, and reads `count` events.
    private func events(
        _ bytes: [UInt8], count: Int, messageLimit: Int = 1 << 20
    ) async throws -> [WebSocketEvent] {
        try await servingWebSockets { peer, _ in
            try await peer.acceptHandshake(sending: bytes)
            try await peer.waitForClose()
        } while: { url in
            let socket = try await WebSocketConnection.open(url, messageLimit: messageLimit)
            var events: [WebSocketEvent] = []
            for _ in 0..<count { events.append(try await socket.next()) }
            return events
        }
    }

    @Test func `frames that arrive together with the handshake are read`() async throws {
        let bytes = WebSocketPeer.frame(0x1, Array("hello".utf8)) + WebSocketPeer.frame(0x2, [1, 2])
        #expect(try await self.events(bytes, count: 2) == [.text("hello"), .binary([1, 2])])
    }

    @Test func `fragments are one message, with control frames between them`() async throws {
        let bytes =
            WebSocketPeer.frame(0x1, Array("grü".utf8.dropLast()), isFinal: false) + WebSocketPeer.frame(0x9, [7])
            + WebSocketPeer.frame(0x0, [], isFinal: false) + WebSocketPeer.frame(0xA, [8])
            + WebSocketPeer.frame(0x0, Array("grüß".utf8.dropFirst(3)))
        #expect(try await self.events(bytes, count: 3) == [.ping([7]), .pong([8]), .text("grüß")])
    }

    @Test(arguments: [125, 126, 65_535, 65_536, 300_000])
    func `messages of every length notation arrive in both directions`(length: Int) async throws {
        let text = String(repeating: "x", count: length)
        let echoed = try await servingWebSockets { peer, _ in
            try await peer.acceptHandshake()
            let frame = try await peer.nextFrame()
            guard frame.isMasked, frame.isFinal else { return }
            try await peer.send(text: frame.text)
            try await peer.waitForClose()
        } while: { url in
            let socket = try await WebSocketConnection.open(url)
            try socket.send(text: text)
            return try await socket.next()
        }
        #expect(echoed == .text(text))
    }

    @Test func `a ping is answered with its payload, and our own ping leaves masked`() async throws {
        let seen = try await self.serverSees { peer in
            try await peer.send(WebSocketPeer.frame(0x9, Array("beat".utf8)))
            return [try await peer.nextFrame(), try await peer.nextFrame()]
        } client: { socket async throws in
            try socket.ping([1, 2, 3])
            _ = try await socket.next()
        }
        #expect(seen.map(\.isMasked) == [true, true])
        #expect(Set(seen.map(\.opcode)) == [0x9, 0xA])
        #expect(seen.first { $0.opcode == 0xA }?.text == "beat")
    }

    @Test func `a close is answered with its code, and nothing goes on after it`() async throws {
        let seen = try await self.serverSees { peer in
            try await peer.send(WebSocketPeer.frame(0x8, [0x03, 0xE9] + Array("bye".utf8)))
            return [try await peer.nextFrame()]
        } client: { socket async throws in
            let event = try await socket.next()
            #expect(event == .close(code: 1001, reason: "bye"))
            await #expect(throws: WebSocketFailure.self) { () async throws in try await socket.next() }
            #expect(throws: WebSocketFailure.self) { () throws in try socket.send(text: "late") }
        }
        #expect(seen.first?.closeCode == 1001)
    }

    @Test(arguments: [
        ("a masked frame", [0x81, 0x81, 1, 2, 3, 4, 5], 1002), ("a reserved bit", [0xC1, 0x00], 1002),
        ("an unknown opcode", [0x83, 0x00], 1002), ("an unknown control opcode", [0x8B, 0x00], 1002),
        ("a fragmented ping", [0x09, 0x00], 1002), ("a long ping", [0x89, 126, 0, 200], 1002),
        ("a continuation of nothing", [0x80, 0x00], 1002), ("a message in a message", [0x01, 0x00, 0x81, 0x00], 1002),
        ("a wasteful length", [0x81, 126, 0, 5], 1002),
        ("a wasteful long length", [0x81, 127, 0, 0, 0, 0, 0, 0, 1, 0], 1002),
        ("a negative length", [0x81, 127, 255, 255, 255, 255, 255, 255, 255, 255], 1002),
        ("the greatest length", [0x81, 127, 127, 255, 255, 255, 255, 255, 255, 255], 1009),
        ("a byte that is no text", [0x81, 0x01, 0xFF], 1007), ("half a character", [0x81, 0x01, 0xC3], 1007),
        ("a close code of one byte", [0x88, 0x01, 0x03], 1002), ("close code 1005", [0x88, 0x02, 0x03, 0xED], 1002),
        ("close code 0", [0x88, 0x02, 0, 0], 1002),
        ("a close reason that is no text", [0x88, 0x03, 0x03, 0xE8, 0xFF], 1007),
        ("more than the limit", [0x82, 126, 0x10, 0x01], 1009),
        ("more than the limit in fragments", [0x02, 0x02, 0, 0, 0x80, 126, 0x0F, 0xFF], 1009),
    ])
    func `hostile frames end the connection and say why`(name: String, bytes: [UInt8], code: Int) async throws {
        let (told, tell) = AsyncStream<Int?>.makeStream()
        let failure = try await servingWebSockets { peer, _ in
            try await peer.acceptHandshake(sending: bytes)
            tell.yield(try await peer.waitForClose())
        } while: { url in
            let socket = try await WebSocketConnection.open(url, messageLimit: 4096)
            let failure = await #expect(throws: WebSocketFailure.self, "\(name)") { () async throws in
                try await socket.next()
            }
            await #expect(throws: WebSocketFailure.self) { () async throws in try await socket.next() }
            var iterator = told.makeAsyncIterator()
            #expect(await iterator.next() == code, "\(name)")
            return failure
        }
        #expect(failure.map { Int($0.closeCode) } == code)
    }

    @Test func `no bytes at all make the reader trap`() async throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<40 {
            let bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) }
            try await servingWebSockets { peer, _ in
                try await peer.acceptHandshake(sending: bytes)
            } while: { url in
                let socket = try await WebSocketConnection.open(url)
                while (try? await socket.next()) != nil {}
            }
        }
    }

    @Test func `a server that breaks off is a failure, and so is one that is not there`() async throws {
        let failure = try await servingWebSockets { peer, _ in
            try await peer.acceptHandshake(sending: [0x81, 0x05, 0x61])
        } while: { url in
            let socket = try await WebSocketConnection.open(url)
            return await #expect(throws: WebSocketFailure.self) { () async throws in try await socket.next() }
        }
        #expect(failure?.kind == .connection)
        let absent = await #expect(throws: WebSocketFailure.self) { () async throws in
            _ = try await WebSocketConnection.open("ws://127.0.0.1:1/")
        }
        #expect(absent?.kind == .connection)
    }

    @Test func `who waits for a silent server is told when the connection is aborted, or the task cancelled`()
        async throws
    {
        try await servingWebSockets { peer, _ in
            try await peer.acceptHandshake()
            try await peer.waitForClose()
        } while: { url in
            let socket = try await WebSocketConnection.open(url)
            let waiting = Task {
                await #expect(throws: WebSocketFailure.self) { () async throws in try await socket.next() }
            }
            waiting.cancel()
            #expect(await waiting.value?.kind == .cancelled)
            let reading = Task {
                await #expect(throws: WebSocketFailure.self) { () async throws in try await socket.next() }
            }
            socket.abort()
            #expect(await reading.value?.kind == .cancelled)
        }
    }

    private func serverSees(
        _ server: @escaping @Sendable (WebSocketPeer) async throws -> [WebSocketPeer.Frame],
        client: @escaping @Sendable (WebSocketConnection) async throws -> Void
    ) async throws -> [WebSocketPeer.Frame] {
        let (seen, see) = AsyncStream<[WebSocketPeer.Frame]>.makeStream()
        return try await servingWebSockets { peer, _ in
            try await peer.acceptHandshake()
            see.yield(try await server(peer))
        } while: { url in
            let socket = try await WebSocketConnection.open(url)
            try await client(socket)
            var iterator = seen.makeAsyncIterator()
            return await iterator.next() ?? []
        }
    }
}
