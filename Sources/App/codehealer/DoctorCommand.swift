import ArgumentParser
import Bootstrap
import Foundation
import Logging
import Playground

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks every credential, permission, address and tool, and says how to mend it.",
        discussion: """
            Run it with the settings of the bot, beside it. --button posts a card with one button in the channel and waits
            until the running bot has received the click: that proves the whole way through Slack.
            Exits 1 where something is BAD.
            """)

    @Flag(help: "Post a card with a button in the channel, and wait until the running bot got its click.")
    var button = false
    @Option(help: "Seconds to wait for the click.")
    var timeout: Double = 120
    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (1...3600).contains(self.timeout) else {
            throw ValidationError("--timeout has to be from 1 to 3600 seconds")
        }
    }

    func run() async throws {
        let settings = try await Start.settings(requiresSecrets: false)
        let doctor = Doctor(settings: settings, logger: Start.log(level: .critical))
        let (seconds, asJSON) = (self.button ? self.timeout : nil, self.json)
        let isHealthy = try await EndingOnSignal.run {
            let report = await doctor.examine(waitsForClick: seconds) { line in
                // Progress must not get into the document.
                FileHandle.standardError.write(Data((line + "\n").utf8))
            }
            say(asJSON ? report.json : report.text)
            return report.isHealthy
        }
        if !isHealthy { throw ExitCode.failure }
    }
}
