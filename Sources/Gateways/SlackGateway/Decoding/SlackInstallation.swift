package import HealingDomain
import Synchronization

/// Who the bot is in its workspace, known once Slack was asked. Shared by what asks (`SlackTeamChat`) and what decodes.
package final class SlackInstallation: Sendable {
    private let known: Mutex<BotIdentity?>

    package init(_ identity: BotIdentity? = nil) {
        self.known = Mutex(identity)
    }

    package var identity: BotIdentity? { self.known.withLock { $0 } }

    package func learn(_ identity: BotIdentity) {
        self.known.withLock { $0 = identity }
    }
}
