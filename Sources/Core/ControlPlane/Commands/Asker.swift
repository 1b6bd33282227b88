import HealingDomain

/// Who typed a command, as Slack knows them now, and who will read the answer.
struct Asker: Sendable {
    var command: Command
    var person: Person
    var audience: Audience
    /// An administrator of the workspace, or one of the approvers: who may take away what others said.
    var hasAuthority: Bool
}

/// One command: what it answers to an asker who may use it.
protocol CommandHandler: Sendable {
    associatedtype Request: Sendable
    func answer(_ request: Request, to asker: Asker) async throws(Fault) -> ChannelMessage
}
