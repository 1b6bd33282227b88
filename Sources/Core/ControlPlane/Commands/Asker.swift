import HealingDomain

/// Who typed a command, as Slack knows them now.
struct Asker: Sendable {
    var command: Command
    var person: Person

    var audience: Audience { Audience(channel: self.command.channel, isGuest: self.person.isRestricted) }
}

/// One command: what it answers to an asker who may use it.
protocol CommandHandler: Sendable {
    associatedtype Request: Sendable
    func answer(_ request: Request, to asker: Asker) async throws(Fault) -> ChannelMessage
}
