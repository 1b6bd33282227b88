import ArgumentParser

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
            ServeCommand.self, PlaygroundCommand.self, ScanCommand.self, WhyCommand.self, AuditCommand.self,
            DeliverCommand.self, DoctorCommand.self, SettingsCommand.self, ManifestCommand.self, EvaluateCommand.self,
        ])
}
