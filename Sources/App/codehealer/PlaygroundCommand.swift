import ArgumentParser
import Foundation
import Logging
import Playground

struct PlaygroundCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "playground",
        abstract: "A stand-in Slack and GitHub on this machine, with the real bot beside them.",
        discussion: """
            Opens a page on 127.0.0.1 with a workspace and a repository you can push to. Everything lives in one folder and is
            new at every start. --check plays the whole story without a person and exits 0 or 1.
            """)

    @Option(help: "Port of the page.")
    var port: Int = 4747
    @Option(help: "Folder for repositories and the bot's data; what was in it is replaced.")
    var folder: String = ".codehealer/playground"
    @Flag(help: "Play the story without a person, without a model and with a scripted one.")
    var check = false
    @Flag(help: "Only the stand-ins: start `codehealer serve` yourself with the settings that are printed.")
    var noBot = false
    @Option(help: "Base URL of an OpenAI-compatible API for the bot, such as http://127.0.0.1:11434/v1.")
    var model: String?
    @Option(help: "The model to ask for there.")
    var modelName: String?

    func run() async throws {
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        let stage = PlaygroundStage(
            executable: Self.executable, folder: URL(filePath: self.folder).path, port: self.port, modelURL: self.model,
            modelName: self.modelName, startsBot: !self.noBot)
        let isCheck = self.check
        let holds = try await EndingOnSignal.run {
            if isCheck { return try await stage.check(say: { say($0) }) }
            try await stage.run(say: { say($0) })
            return true
        }
        if isCheck, !holds { throw ExitCode.failure }
    }

    /// This very program: the bot beside the playground is the one that is shipped.
    private static var executable: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }
}
