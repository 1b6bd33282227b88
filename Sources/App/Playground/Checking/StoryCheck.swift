import Foundation
package import HTTPCalling
import Logging

/// Runs the whole story without a person: over the requests that the page makes, and with real `git push`.
package struct StoryCheck: Sendable {
    package struct Settings: Sendable {
        /// The `codehealer` program.
        package var executable: String
        /// An empty folder to work in; it is left for whoever wants to look.
        package var folder: String
        package var withModel: Bool
        /// Over what the bot gets anyway.
        package var botEnvironment: [String: String]
        /// How long a card may take after a push.
        package var cardSeconds: Double

        package init(
            executable: String, folder: String, withModel: Bool, botEnvironment: [String: String] = [:],
            cardSeconds: Double = 30
        ) {
            self.executable = executable
            self.folder = folder
            self.withModel = withModel
            self.botEnvironment = botEnvironment
            self.cardSeconds = cardSeconds
        }
    }

    private let settings: Settings
    private let http: any HTTPCaller
    private let transcript: Transcript

    package init(_ settings: Settings, http: any HTTPCaller, transcript: Transcript = Transcript()) {
        self.settings = settings
        self.http = http
        self.transcript = transcript
    }

    /// Whether every step went well.
    package func run() async throws -> Bool {
        guard let botPort = FreePort.find() else { throw BotFault("the system has no free port") }
        var logger = Logger(label: "playground")
        logger.logLevel = .error
        let configuration = PlaygroundConfiguration(
            port: 0, folder: self.settings.folder, botURL: "http://127.0.0.1:\(botPort)",
            // Long enough for the bot to be killed and started again while an event waits.
            eventRetrySeconds: [0.2, 1, 3, 6])
        let playground = try Playground(configuration, http: self.http, logger: logger)
        let model = ScriptedModel()
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            try await Self.started { ready in
                group.addTask { try await playground.run { _ in ready() } }
            }
            if self.settings.withModel {
                try await Self.started { ready in group.addTask { try await model.run(onReady: ready) } }
            }
            let bot = BotProcess(
                .beside(
                    playground, executable: self.settings.executable, port: botPort,
                    data: "\(self.settings.folder)/data", modelURL: self.settings.withModel ? model.url : nil,
                    modelName: self.settings.withModel ? model.name : nil, extra: self.settings.botEnvironment),
                http: self.http)
            let client = PlayClient(base: playground.address.url, http: self.http)
            await StoryScript(
                playground: playground, bot: bot, client: client, transcript: self.transcript,
                settings: self.settings
            ).play()
            await bot.stop()
        }
        self.transcript.headline(
            self.transcript.failures == 0
                ? "The story holds."
                : "\(self.transcript.failures) steps failed; the bot's log is in \(self.settings.folder)/data")
        return self.transcript.failures == 0
    }

    /// Starts a server and waits until it says that it is there.
    private static func started(_ start: (@escaping @Sendable () -> Void) -> Void) async throws {
        let (ready, isReady) = AsyncStream<Void>.makeStream()
        start {
            isReady.yield()
            isReady.finish()
        }
        for await _ in ready { return }
    }
}
