import HTTPCalling
import HealingDomain
package import Logging
import SlackGateway

/// `codehealer doctor`: every credential, permission, address and tool, each with its exact mend.
package struct Doctor: Sendable {
    let settings: ServerSettings
    let logger: Logger

    package init(settings: ServerSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
    }

    /// Looks at everything. With `waitsForClick`, a card with a button is posted in the channel, and the report says
    /// whether the running bot got its click within so many seconds; `say` tells what it waits for.
    package func examine(
        waitsForClick seconds: Double? = nil, say: @escaping @Sendable (String) -> Void = { _ in }
    ) async -> DoctorReport {
        let connections = Connections(self.settings, logger: self.logger)
        let slack = SlackChecks(settings: self.settings, http: connections.http, chat: connections.chat)
        let github = GitHubChecks(settings: self.settings, http: connections.http, logger: self.logger)
        let bot = RunningBotChecks(settings: self.settings, http: connections.http)
        let machine = MachineChecks(settings: self.settings, http: connections.http, scanner: connections.scanner)
        var lines = await slack.lines()
        let isBotThere = await bot.answers()
        if let seconds {
            let trip = ButtonRoundTrip(
                settings: self.settings, chat: connections.chat, isBotThere: isBotThere, timeoutSeconds: seconds,
                say: say)
            lines.append(await trip.line())
        }
        lines += await github.lines()
        lines += await bot.lines()
        lines += await machine.lines()
        await connections.shutDown()
        return DoctorReport(lines: lines)
    }
}
