import ArgumentParser
import Bootstrap
import HealingDomain
import Logging
import Observability

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Takes webhooks and Slack requests, and heals.",
        discussion: """
            Needs SLACK_SIGNING_SECRET and GITHUB_WEBHOOK_SECRET to start; verifies and queues until SLACK_BOT_TOKEN and
            GITHUB_TOKEN are set too. GET /readyz says what is missing. Ends on SIGTERM; what was accepted is never lost.
            """)

    func run() async throws {
        let settings = try await Start.settings()
        let logger = Start.log(level: settings.logLevel)
        let metrics = Start.metrics()
        let backend = try Backend.embedded(folder: settings.dataFolder)
        try await backend.takeBackLeases()
        let server = CodeHealerServer(settings: settings, backend: backend, metrics: metrics, logger: logger)
        try await server.run { port in
            logger.notice("listening", metadata: ["host": "\(settings.host)", "port": "\(port)"])
        }
    }
}
