import ArgumentParser
import Foundation
import HealingDomain

@main
struct CodeHealer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "codehealer",
        abstract: "Heals code where a team already talks: pushes in, pull requests and Slack cards out.",
        discussion: """
            Settings come from the environment, then .env, then codehealer.yaml (CODEHEALER_CONFIG names another file).
            `codehealer settings` lists them all. To see it work without any account: codehealer playground
            """,
        subcommands: [
            ServeCommand.self, PlaygroundCommand.self, MineCommand.self, ScanCommand.self, WhyCommand.self,
            AuditCommand.self,
            DeliverCommand.self, DoctorCommand.self, SettingsCommand.self, ManifestCommand.self, EvaluateCommand.self,
        ])

    /// Runs the command; what goes wrong is told with what to do about it.
    static func main() async {
        do {
            var command = try Self.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let fault as Fault {
            let advice = fault.advice.map { "\n\($0)" } ?? ""
            FileHandle.standardError.write(Data("Error: \(fault)\(advice)\n".utf8))
            Self.exit(withError: ExitCode.failure)
        } catch {
            Self.exit(withError: error)
        }
    }
}
