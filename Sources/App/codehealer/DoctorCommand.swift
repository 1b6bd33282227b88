import ArgumentParser
import Bootstrap
import Foundation
import Logging

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Checks every credential, URL and tool, and says how to mend what is wrong.")

    func run() async throws {
        let settings = try await Start.settings(requiresSecrets: false)
        let lines = await Doctor(settings: settings, logger: Start.log(level: .critical)).examine()
        for line in lines {
            say(
                "\(line.verdict.rawValue)  \(line.subject.padding(toLength: 26, withPad: " ", startingAt: 0))\(line.detail)"
            )
        }
        if lines.contains(where: { $0.verdict == .bad }) { throw ExitCode.failure }
    }
}
