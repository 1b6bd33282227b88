import ArgumentParser
import Bootstrap
import Logging

struct MineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mine", abstract: "Reads a channel's past, or a Slack export, into the store.",
        discussion: """
            codehealer mine '#backend'       reads what of the channel is not read yet, through SLACK_BOT_TOKEN
            codehealer mine C0123456789      the same by its id: open the channel's details in Slack, at the bottom
            codehealer mine ./export         reads an unpacked Slack export: the folder that has channels.json in it

            Each line says how far it is. Stopped at any moment, it goes on there when started again, and a running
            `serve` may use the same store. Slack allows about 50 threads a minute; `serve` does the same in the
            background by itself for each channel that the bot is invited to.

            Public channels of an export can then be found by everybody, those of groups.json only by their members.
            Direct messages are never read. Secrets are taken out before anything is stored. To take something out
            again: /codehealer forget <thread link | @person>.
            """)

    @Argument(help: "#channel, a channel's id, or the folder of an export.")
    var source: String

    func run() async throws {
        let settings = try await Start.settings(requiresSecrets: false)
        let backend = try Backend.embedded(folder: settings.dataFolder)
        try await MiningRun(settings: settings, backend: backend, logger: Start.log(level: .error)) { say($0) }(
            self.source)
    }
}
