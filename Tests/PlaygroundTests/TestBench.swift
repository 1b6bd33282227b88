import Cryptography
import FoundationEssentials
import HTTPCalling
import Logging
import Playground
import Synchronization
import Testing

/// The bot's place: takes what the playground sends and answers with a scripted status.
final class RecordingBot: HTTPCaller, Sendable {
    private let state = Mutex((calls: [HTTPCall](), statuses: [Int]()))

    /// The statuses of the first answers; all later ones are 200.
    func answer(with statuses: [Int]) { self.state.withLock { $0.statuses = statuses } }

    var calls: [HTTPCall] { self.state.withLock { $0.calls } }

    func calls(to path: String) -> [HTTPCall] { self.calls.filter { $0.url.hasSuffix(path) } }

    func call(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer {
        let status = self.state.withLock { state in
            state.calls.append(call)
            return state.statuses.isEmpty ? 200 : state.statuses.removeFirst()
        }
        return HTTPAnswer(status: status)
    }

    func download(_ call: HTTPCall, to path: String, limit: Int) async throws(HTTPFailure) -> HTTPAnswer {
        throw HTTPFailure(.broken, "nothing is downloaded from the bot")
    }

    /// Waits until as many calls to the path came as wished, and returns them.
    func calls(to path: String, atLeast count: Int, where isWished: (HTTPCall) -> Bool = { _ in true }) async throws
        -> [HTTPCall]
    {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let found = self.calls(to: path).filter(isWished)
            if found.count >= count { return found }
            await Task.yield()
        }
        throw NothingCame(description: "fewer than \(count) calls to \(path)")
    }
}

struct NothingCame: Error, CustomStringConvertible { var description: String }

/// A clock that tests move.
final class HandClock: Sendable {
    private let state = Mutex(Date(timeIntervalSince1970: 1_764_000_000))
    var now: Date { self.state.withLock { $0 } }
    func advance(_ seconds: Double) { self.state.withLock { $0.addTimeInterval(seconds) } }
}

/// A playground that serves on a free port, with a recorded bot.
struct TestBench: Sendable {
    let playground: Playground
    let bot: RecordingBot
    let clock: HandClock
    let folder: String
    private let http = CurlCaller()

    static func run(_ body: @Sendable (TestBench) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/playground-" + RandomBytes.token(bytes: 9)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bot = RecordingBot()
        let clock = HandClock()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let playground = try Playground(
            PlaygroundConfiguration(
                port: 0, folder: folder, botURL: "http://bot.example", eventRetrySeconds: [0, 0, 0],
                slackSigningSecret: "slack-secret", gitHubWebhookSecret: "hub-secret", slackBotToken: "xoxb-test",
                gitHubToken: "ghp-test"),
            http: bot, now: { clock.now }, logger: logger)
        let bench = TestBench(playground: playground, bot: bot, clock: clock, folder: folder)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (ready, isReady) = AsyncStream<Void>.makeStream()
            group.addTask {
                defer { isReady.finish() }
                try await playground.run { _ in isReady.finish() }
            }
            for await _ in ready {}
            defer { group.cancelAll() }
            try await body(bench)
        }
    }

    func get(_ path: String, headers: [HTTPField] = []) async throws -> HTTPAnswer {
        try await self.http.call(HTTPCall("GET", self.playground.address.url + path, headers: headers))
    }

    func post(_ path: String, _ body: JSON, headers: [HTTPField] = [], method: String = "POST") async throws
        -> HTTPAnswer
    {
        let headers = headers + [HTTPField("Content-Type", "application/json")]
        return try await self.http.call(
            HTTPCall(method, self.playground.address.url + path, headers: headers, body: body.bytes))
    }

    /// Calls Slack's Web API as the bot would.
    func slack(_ method: String, _ arguments: JSON) async throws -> JSON {
        let fields = (arguments.object ?? [:]).map { ($0.key, $0.value.string ?? $0.value.text) }
        let answer = try await self.http.call(
            HTTPCall(
                "POST", self.playground.address.slackAPI + method,
                headers: [
                    HTTPField("Authorization", "Bearer xoxb-test"),
                    HTTPField("Content-Type", "application/x-www-form-urlencoded"),
                ], body: Array(FormFields.encode(fields).utf8)))
        return try #require(JSON(parsing: answer.body))
    }

    static let hub = [HTTPField("Authorization", "Bearer ghp-test")]

    /// Calls GitHub's REST API about acme/shop as the bot would.
    func gitHub(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> (status: Int, body: JSON) {
        let url = "/github/api/v3/repos/acme/shop" + path
        let answer =
            if let body { try await self.post(url, body, headers: Self.hub, method: method) } else {
                try await self.http.call(
                    HTTPCall(method, self.playground.address.url + url, headers: Self.hub))
            }
        return (answer.status, JSON(parsing: answer.body) ?? .null)
    }

    func develop() async throws -> String {
        let answer = try await self.gitHub("GET", "/git/ref/heads/develop")
        return try #require(answer.body["object"]?["sha"]?.string)
    }

    /// A branch with one file changed, by the calls that the bot makes.
    func branch(_ name: String, _ path: String, _ content: String) async throws -> String {
        let base = try await self.develop()
        let blob = try await self.gitHub("POST", "/git/blobs", ["content": .string(content), "encoding": "utf-8"]).body
        let entry: JSON = ["path": .string(path), "mode": "100644", "type": "blob", "sha": blob["sha"] ?? nil]
        let tree = try await self.gitHub("POST", "/git/trees", ["base_tree": .string(base), "tree": [entry]]).body
        let commit = try await self.gitHub(
            "POST", "/git/commits",
            ["message": "Heal it", "tree": tree["sha"] ?? nil, "parents": [.string(base)]]
        ).body
        let sha = try #require(commit["sha"]?.string)
        let ref = try await self.gitHub(
            "POST", "/git/refs", ["ref": .string("refs/heads/\(name)"), "sha": .string(sha)])
        #expect(ref.status == 201)
        return sha
    }
}
