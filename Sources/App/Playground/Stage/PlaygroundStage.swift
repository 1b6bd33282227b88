import Foundation
import HTTPCalling
import Logging

/// What `codehealer playground` does: the stand-ins with the real bot beside them, for a person or for the check.
package struct PlaygroundStage: Sendable {
    let executable: String
    let folder: String
    let port: Int
    let modelURL: String?
    let modelName: String?
    let startsBot: Bool

    /// - Parameters:
    ///   - executable: the `codehealer` program to run as the bot.
    ///   - folder: holds repositories and the bot's data; what was in it is replaced.
    package init(
        executable: String, folder: String, port: Int, modelURL: String?, modelName: String?, startsBot: Bool
    ) {
        self.executable = executable
        self.folder = folder
        self.port = port
        self.modelURL = modelURL
        self.modelName = modelName
        self.startsBot = startsBot
    }

    /// Serves until the task is cancelled or the process is told to end. `onReady` is told the page's address once
    /// everything answers.
    package func run(
        say: @escaping @Sendable (String) -> Void, onReady: @escaping @Sendable (String) async -> Void = { _ in }
    ) async throws {
        // The bot is told both addresses before either listens, so both ports are chosen here.
        guard let botPort = FreePort.find(), let port = self.port == 0 ? FreePort.find() : self.port else {
            throw BotFault("the system has no free port")
        }
        let http = CurlCaller()
        try? FileManager.default.removeItem(atPath: self.folder)
        let playground = try Playground(
            PlaygroundConfiguration(port: port, folder: self.folder, botURL: "http://127.0.0.1:\(botPort)"),
            http: http)
        let bot = BotProcess(
            .beside(
                playground, executable: self.executable, port: botPort, data: "\(self.folder)/data",
                modelURL: self.modelURL, modelName: self.modelName), http: http)
        let result: Result<Void, any Error>
        do {
            try await playground.run { playground in
                await self.welcome(playground, bot, botPort, say)
                await onReady(playground.address.url)
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        // The bot is a process of its own: it has to be ended whatever ended the playground.
        await bot.stop()
        await http.shutdown()
        try result.get()
    }

    /// Everything is seeded: the bot may come.
    private func welcome(
        _ playground: Playground, _ bot: BotProcess, _ botPort: Int, _ say: @Sendable (String) -> Void
    ) async {
        do {
            if self.startsBot {
                say("starting the bot …")
                try await bot.start()
                try await playground.introduceBot()
            } else {
                say("the bot's settings:")
                let settings = BotProcess.Settings.beside(
                    playground, executable: self.executable, port: botPort, data: "\(self.folder)/data")
                for (name, value) in settings.environment.sorted(by: { $0.key < $1.key }) { say("  \(name)=\(value)") }
            }
        } catch {
            say("the bot did not start: \(error)")
        }
        say(
            """

            The channel:   \(playground.address.url)/
            Push to it:    git clone \(playground.address.url)/git/acme/shop.git && cd shop && git switch develop
                           …then commit something dangerous and git push; or press “Push the demo commit” on the page.
            The bot's log: \(self.folder)/data/codehealer.log
            Ctrl-C ends everything.
            """)
    }

    /// Plays the whole story twice: without a model, and with a scripted one. Whether both held.
    package func check(say: @escaping @Sendable (String) -> Void) async throws -> Bool {
        let http = CurlCaller()
        var holds = true
        for withModel in [false, true] {
            try Task.checkCancellation()
            say(withModel ? "\n=== the story, with a scripted model" : "=== the story, without a model")
            let folder = "\(self.folder)-check-\(withModel ? "model" : "plain")"
            try? FileManager.default.removeItem(atPath: folder)
            let check = StoryCheck(
                StoryCheck.Settings(executable: self.executable, folder: folder, withModel: withModel), http: http,
                transcript: Transcript(write: say))
            holds = try await check.run() && holds
        }
        await http.shutdown()
        return holds
    }
}
