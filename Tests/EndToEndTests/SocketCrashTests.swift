import EmbeddedBackend
import Foundation
import HTTPCalling
import HealingDomain
import HealingTesting
import Playground
import Testing

/// The real program on Socket Mode, killed while deliveries come in.
struct SocketCrashTests {
    private static func event(_ id: String) -> String {
        #"{"type":"events_api","envelope_id":"e-\#(id)","payload":{"type":"event_callback","event_id":"\#(id)","#
            + #""event":{"type":"message","channel":"C1","ts":"5.1","user":"U1","text":"hi"}}}"#
    }

    /// One port for both: the Web API's one method, and the WebSocket whose address it gives.
    private static func serve(_ peer: WebSocketPeer, acknowledged: EventLog<String>) async throws {
        try await peer.readHead()
        if peer.head.hasPrefix("POST") {
            let body = #"{"ok":true,"url":"ws://\#(peer.header("Host") ?? "")/link"}"#
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
            return try await peer.send(Array("\(head)\(body.utf8.count)\r\n\r\n\(body)".utf8))
        }
        try await peer.answerHandshake(sending: WebSocketPeer.frame(0x1, Array(#"{"type":"hello"}"#.utf8)))
        for number in 0..<400 { try await peer.send(text: Self.event("Ev\(number)")) }
        while true { acknowledged.append(String(try await peer.nextText().dropFirst(18).dropLast(2))) }
    }

    @Test(.timeLimit(.minutes(2)))
    func `kill -9 between deliveries loses nothing that was acknowledged, and what comes again acts once`()
        async throws
    {
        let folder = try Program.folder("socket-crash")
        let http = CurlCaller()
        let acknowledged = EventLog<String>()
        try await servingWebSockets { peer, _ in
            try await Self.serve(peer, acknowledged: acknowledged)
        } while: { url in
            for round in 1...2 {
                let port = try #require(FreePort.find())
                let bot = BotProcess(
                    BotProcess.Settings(
                        executable: try Program.path(), port: port,
                        environment: [
                            "SLACK_APP_TOKEN": "xapp-1-test", "SLACK_SIGNING_SECRET": "", "GITHUB_WEBHOOK_SECRET": "s",
                            "SLACK_API_URL": url.replacing("ws://", with: "http://") + "/api/",
                            "CODEHEALER_PORT": "\(port)", "CODEHEALER_DATA": folder, "SLACK_BOT_TOKEN": "",
                            "GITHUB_TOKEN": "",
                        ], logFile: "\(folder)/codehealer.log"), http: http)
                try await bot.launch()
                await acknowledged.wait(forCount: round * 150)
                await bot.kill()
            }
        }
        await http.shutdown()

        let stores = try EmbeddedBackend.open(folder: folder)
        let kept = try await stores.queue.lease(limit: 10_000, seconds: 60).map(\.delivery.id)
        #expect(Set(kept).isSuperset(of: acknowledged.values))
        #expect(Set(kept).count == kept.count)
    }
}
