import Cryptography
import EmbeddedBackend
import Foundation
import HTTPCalling
import HealingDomain
import Playground
import Testing

/// The real program, killed at a bad moment.
struct CrashTests {
    private static let secret = "github-webhook-secret"

    private func bot(_ folder: String, _ http: CurlCaller) throws -> BotProcess {
        let port = try #require(FreePort.find())
        return BotProcess(
            BotProcess.Settings(
                executable: try Program.path(), port: port,
                environment: [
                    "SLACK_SIGNING_SECRET": "s", "GITHUB_WEBHOOK_SECRET": Self.secret, "CODEHEALER_PORT": "\(port)",
                    "CODEHEALER_DATA": folder, "SLACK_BOT_TOKEN": "", "GITHUB_TOKEN": "",
                ], logFile: "\(folder)/codehealer.log"), http: http)
    }

    private func deliver(_ id: String, to port: Int, _ http: CurlCaller) async -> Int? {
        let body = Array(#"{"ref":"refs/heads/develop","zen":"\#(id)"}"#.utf8)
        let signature = Hexadecimal.encode(HMACSHA256(key: Array(Self.secret.utf8)).authenticate(body))
        let call = HTTPCall(
            "POST", "http://127.0.0.1:\(port)/github/webhooks",
            headers: [
                HTTPField("Content-Type", "application/json"), HTTPField("X-GitHub-Event", "push"),
                HTTPField("X-GitHub-Delivery", id), HTTPField("X-Hub-Signature-256", "sha256=" + signature),
            ], body: body, timeoutSeconds: 5)
        return (try? await http.call(call))?.status
    }

    @Test(.timeLimit(.minutes(2)))
    func `a playground that is told to end takes its bot with it`() async throws {
        let folder = try Program.folder("ending")
        let port = try #require(FreePort.find())
        let process = Process()
        process.executableURL = URL(filePath: try Program.path())
        process.arguments = ["playground", "--port", "\(port)", "--folder", "\(folder)/play"]
        let output = Pipe()
        process.standardOutput = output
        let ended = AsyncStream<Void> { continuation in process.terminationHandler = { _ in continuation.finish() } }
        let said = AsyncStream<String> { continuation in
            output.fileHandleForReading.readabilityHandler = { handle in
                continuation.yield(String(decoding: handle.availableData, as: UTF8.self))
            }
        }
        try process.run()
        for await text in said where text.contains("Ctrl-C") { break }
        let log = try String(contentsOfFile: "\(folder)/play/data/codehealer.log", encoding: .utf8)
        let botPort = try #require(log.firstMatch(of: /"port":"([0-9]+)"/)?.1)
        let http = CurlCaller()
        let health = HTTPCall("GET", "http://127.0.0.1:\(botPort)/healthz", timeoutSeconds: 5)
        #expect(try await http.call(health).status == 200)

        process.terminate()
        for await _ in ended {}

        await #expect(throws: HTTPFailure.self) { try await http.call(health) }
        await http.shutdown()
    }

    @Test(.timeLimit(.minutes(2)))
    func `kill -9 under load loses nothing that was acknowledged, and keeps nothing twice`() async throws {
        let folder = try Program.folder("crash")
        let http = CurlCaller()
        var acknowledged: Set<String> = []
        for round in 0..<3 {
            let bot = try self.bot(folder, http)
            try await bot.launch()
            let answers = await withTaskGroup(of: (String, Int?).self) { group in
                for number in 0..<60 {
                    // Every other id comes again in the next round: a retry.
                    let id = number.isMultiple(of: 2) ? "again-\(number)" : "round-\(round)-\(number)"
                    group.addTask { (id, await self.deliver(id, to: bot.settings.port, http)) }
                }
                group.addTask {
                    await bot.kill()
                    return ("", nil)
                }
                return await group.reduce(into: [(String, Int?)]()) { $0.append($1) }
            }
            acknowledged.formUnion(answers.filter { $0.1 == 200 }.map(\.0))
        }
        await http.shutdown()

        let stores = try EmbeddedBackend.open(folder: folder)
        let kept = try await stores.queue.lease(limit: 10_000, seconds: 60).map(\.delivery.id)
        #expect(Set(kept).isSuperset(of: acknowledged))
        #expect(Set(kept).count == kept.count)
    }
}
