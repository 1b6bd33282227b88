import Bootstrap
import Foundation
import HTTPCalling
import HealingDomain
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Slack's doors are answered before the router: on one connection both have to keep their order.
struct SlackDoorTests {
    private static func event(_ id: String) -> [UInt8] {
        Array(#"{"type":"event_callback","event_id":"\#(id)","event":{"type":"message"}}"#.utf8)
    }

    private static func request(
        _ body: [UInt8], path: String = "/slack/events", version: String = "1.1", extra: [(String, String)] = []
    ) -> [UInt8] {
        let headers =
            RunningServer.slackHeaders(body) + [("Host", "localhost"), ("Content-Length", "\(body.count)")] + extra
        let lines = ["POST \(path) HTTP/\(version)"] + headers.map { "\($0.0): \($0.1)" }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }

    private static let health = Array("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)

    private static func statuses(_ answer: String) -> [String] {
        answer.matches(of: /HTTP\/1\.1 (\d{3})[^\r]*\r\n(?:[^\r]+\r\n)*\r\n(ok)?/).map { "\($0.1)\($0.2 ?? "")" }
    }

    @Test func `requests sent without waiting are answered in their order, by door and router`() async throws {
        try await RunningServer.with { server async throws in
            var all: [UInt8] = []
            for number in 0..<20 {
                all += Self.request(Self.event("Ev\(number)")) + Self.health
                all += Self.request(Array("nonsense".utf8))
            }
            let answer = try await RawConnection.exchange(all, with: server)
            #expect(Self.statuses(answer) == Array(repeating: ["200", "200ok", "400"], count: 20).flatMap { $0 })
            #expect(try await server.backend.queue.depth().waiting == 20)
        }
    }

    @Test func `a sender that closes its half right away still gets its answer`() async throws {
        try await RunningServer.with { server async throws in
            let answer = try await RawConnection.exchange(Self.request(Self.event("Ev1")), with: server)
            #expect(Self.statuses(answer) == ["200"])
        }
    }

    @Test func `a body in pieces is one body, and a query or a last slash is no other door`() async throws {
        try await RunningServer.with { server async throws in
            let body = Self.event("Ev1")
            let head = RunningServer.slackHeaders(body).map { "\($0.0): \($0.1)\r\n" }.joined()
            var chunked = Array("POST /slack/events HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\(head)\r\n".utf8)
            for byte in body { chunked += Array("1\r\n".utf8) + [byte] + Array("\r\n".utf8) }
            chunked += Array("0\r\n\r\n".utf8)
            let paths =
                Self.request(Self.event("Ev2"), path: "/slack/events?x=1")
                + Self.request(Self.event("Ev3"), path: "/slack/events/")
                + Self.request(Self.event("Ev4"), path: "/slack/eventss")
            let answer = try await RawConnection.exchange(chunked + paths, with: server)
            #expect(Self.statuses(answer) == ["200", "200", "200", "404"])
            #expect(try await server.backend.queue.depth().waiting == 3)
        }
    }

    @Test func `a connection ends where its sender says so`() async throws {
        try await RunningServer.with { server async throws in
            for last in [
                Self.request(Self.event("Ev1"), extra: [("Connection", "close")]),
                Self.request(Self.event("Ev2"), version: "1.0"),
            ] {
                let answer = try await RawConnection.exchange(last + Self.health, with: server, closesHalf: false)
                #expect(Self.statuses(answer) == ["200"])
                #expect(answer.lowercased().contains("connection: close"))
            }
        }
    }

    @Test func `what is no HTTP ends in 400 after the answers before it`() async throws {
        try await RunningServer.with { server async throws in
            let all = Self.request(Self.event("Ev1")) + Array("\u{1}\u{2} nonsense\r\n\r\n".utf8)
            #expect(Self.statuses(try await RawConnection.exchange(all, with: server)) == ["200", "400"])
        }
    }
}

/// One TCP connection by hand, for what no HTTP client would send.
private enum RawConnection {
    struct Failure: Error {}

    /// Sends all bytes and reads until the server closes.
    static func exchange(_ bytes: [UInt8], with server: RunningServer, closesHalf: Bool = true) async throws -> String {
        let port = UInt16(server.base.split(separator: ":").last.map(String.init) ?? "") ?? 0
        return try await withCheckedThrowingContinuation { continuation in
            // A thread of its own: it blocks.
            Thread {
                continuation.resume(with: Result { try Self.talk(bytes, port: port, closesHalf: closesHalf) })
            }.start()
        }
    }

    private static func talk(_ bytes: [UInt8], port: UInt16, closesHalf: Bool) throws -> String {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(connection) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0, send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Failure()
        }
        if closesHalf { shutdown(connection, Int32(SHUT_WR)) }
        var answer: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(connection, &piece, piece.count, 0), count > 0 { answer += piece[0..<count] }
        return String(decoding: answer, as: UTF8.self)
    }
}
