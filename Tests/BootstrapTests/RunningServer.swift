import Bootstrap
import Cryptography
import Foundation
import HTTPCalling
import HealingDomain
import Logging

/// The real server on a free port of 127.0.0.1, over a store in a folder of its own.
struct RunningServer: Sendable {
    let base: String
    let backend: Backend
    let http: CurlCaller

    /// What the server's clock shows, however slow the machine: a request's age is exactly what a test makes it.
    static let moment = Date(timeIntervalSince1970: 1_790_000_000)
    static let slackSecret = "slack-signing-secret"
    static let githubSecret = "github-webhook-secret"

    static func with(_ body: @Sendable (RunningServer) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "codehealer-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let settings = try ServerSettings(
            RawSettings([
                "SLACK_SIGNING_SECRET": Self.slackSecret, "GITHUB_WEBHOOK_SECRET": Self.githubSecret,
                "CODEHEALER_PORT": "0", "CODEHEALER_DATA": folder,
            ]))
        let backend = try Backend.embedded(folder: folder)
        let server = CodeHealerServer(
            settings: settings, backend: backend, metrics: { "# nothing\n" }, now: { Self.moment },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let (ports, port) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run { port.yield($0) } }
            for await number in ports {
                let http = CurlCaller()
                try await body(RunningServer(base: "http://127.0.0.1:\(number)", backend: backend, http: http))
                await http.shutdown()
                break
            }
            group.cancelAll()
        }
    }

    func post(_ path: String, _ body: [UInt8], _ headers: [(String, String)]) async throws -> HTTPAnswer {
        try await self.http.call(
            HTTPCall("POST", self.base + path, headers: headers.map { HTTPField($0.0, $0.1) }, body: body))
    }

    func get(_ path: String) async throws -> HTTPAnswer { try await self.http.call(HTTPCall("GET", self.base + path)) }

    static func slackHeaders(
        _ body: [UInt8], at moment: Date = Self.moment, type: String = "application/json", timestamp: String? = nil,
        secret: String = Self.slackSecret
    ) -> [(String, String)] {
        let stamp = timestamp ?? String(Int(moment.timeIntervalSince1970))
        let signature = HMACSHA256(key: Array(secret.utf8)).authenticate(Array("v0:\(stamp):".utf8) + body)
        return [
            ("Content-Type", type), ("X-Slack-Request-Timestamp", stamp),
            ("X-Slack-Signature", "v0=" + Hexadecimal.encode(signature)),
        ]
    }

    static func githubHeaders(
        _ body: [UInt8], event: String = "push", id: String = UUID().uuidString, type: String = "application/json"
    ) -> [(String, String)] {
        let signature = HMACSHA256(key: Array(Self.githubSecret.utf8)).authenticate(body)
        return [
            ("Content-Type", type), ("X-GitHub-Event", event), ("X-GitHub-Delivery", id),
            ("X-Hub-Signature-256", "sha256=" + Hexadecimal.encode(signature)),
        ]
    }
}
