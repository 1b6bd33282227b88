import HTTPCalling
import HealingTesting
import Testing

struct WebSocketHandshakeTests {
    private func failure(answering answer: @escaping @Sendable (WebSocketPeer) -> String) async throws
        -> WebSocketFailure?
    {
        try await servingWebSockets { peer, _ in
            try await peer.readHead()
            try await peer.send(Array(answer(peer).utf8))
            try await peer.waitForClose()
        } while: { url in
            await #expect(throws: WebSocketFailure.self) { () async throws in
                _ = try await WebSocketConnection.open(url)
            }
        }
    }

    private static func accepting(_ peer: WebSocketPeer, extra: String = "") -> String {
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\nconnection: keep-alive, Upgrade\r\n"
            + "sec-websocket-accept: \(WebSocketPeer.acceptKey(for: peer.header("Sec-WebSocket-Key") ?? ""))\r\n"
            + extra + "\r\n"
    }

    @Test func `the request is what RFC 6455 asks for, and headers are compared without case`() async throws {
        let (heads, head) = AsyncStream<String>.makeStream()
        try await servingWebSockets { peer, _ in
            try await peer.readHead()
            head.yield(peer.head)
            try await peer.send(Array(Self.accepting(peer).utf8))
            try await peer.waitForClose()
        } while: { url in
            _ = try await WebSocketConnection.open(url + "/link/?ticket=a%20b&app_id=1")
        }
        var iterator = heads.makeAsyncIterator()
        let text = try #require(await iterator.next())
        #expect(text.hasPrefix("GET /link/?ticket=a%20b&app_id=1 HTTP/1.1\r\nHost: 127.0.0.1:"))
        #expect(text.contains("\r\nSec-WebSocket-Version: 13\r\n"))
    }

    @Test func `the accept key is that of RFC 6455's example`() {
        #expect(WebSocketPeer.acceptKey(for: "dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    @Test func `another status, key, extension or no upgrade is refused`() async throws {
        #expect(try await self.failure { _ in "HTTP/1.1 403 Forbidden\r\n\r\n" }?.detail.contains("403") == true)
        let wrong = try await self.failure { _ in
            "HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: bm8=\r\n\r\n"
        }
        #expect(wrong?.kind == .refused)
        #expect(try await self.failure { _ in "HTTP/1.1 101 OK\r\n\r\n" }?.kind == .refused)
        let extended = try await self.failure {
            Self.accepting($0, extra: "Sec-WebSocket-Extensions: permessage-deflate\r\n")
        }
        #expect(extended?.kind == .refused)
        #expect(try await self.failure { _ in String(repeating: "x", count: 20_000) }?.kind == .refused)
    }

    @Test(arguments: ["http://127.0.0.1/", "ws:", "", "wss://", "ws://a b/", "ws://127.0.0.1:99999/", "ftp://x/"])
    func `an address that is none is refused`(url: String) async {
        let failure = await #expect(throws: WebSocketFailure.self) { () async throws in
            _ = try await WebSocketConnection.open(url)
        }
        #expect(failure?.kind == .refused)
    }
}
