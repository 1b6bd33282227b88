import ArgumentParser
import Bootstrap
import Foundation
import HealingDomain

struct DeliverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliver", abstract: "Replays a saved delivery through the real flow.",
        discussion: """
            The file holds the body as it was sent. It is not signed again and not recorded as a delivery, so it can be
            replayed as often as you like. Example: codehealer deliver push.json --event push
            """)

    enum Source: String, ExpressibleByArgument, CaseIterable {
        case github, slackEvents, slackCommand, slackInteractivity
    }

    @Argument(help: "File with the body; - reads standard input.")
    var file: String
    @Option(help: "Where it came from: github, slackEvents, slackCommand, slackInteractivity.")
    var source: Source = .github
    @Option(help: "X-GitHub-Event of a GitHub delivery.")
    var event: String = "push"

    func run() async throws {
        let settings = try await Start.settings(requiresSecrets: false)
        let logger = Start.log(level: settings.logLevel)
        let body: Data
        do {
            body =
                self.file == "-"
                ? FileHandle.standardInput.readDataToEndOfFile() : try Data(contentsOf: URL(filePath: self.file))
        } catch {
            throw ValidationError("\(self.file) cannot be read.")
        }
        let replay = SavedDelivery(
            settings: settings, backend: try Backend.embedded(folder: settings.dataFolder), logger: logger)
        let source = Delivery.Source(rawValue: self.source.rawValue) ?? .github
        say(try await replay.replay(body, source: source, event: self.event))
    }
}
