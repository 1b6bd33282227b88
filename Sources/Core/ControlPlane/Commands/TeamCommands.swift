import HealingDomain

/// The commands by which a team settles things.
struct TeamCommands: Sendable {
    let subscriptions: SubscriptionCommands
    let mutes: MuteCommand
    let link: LinkCommand
    let mining: MiningCommands
    let save: SaveCommand

    init(_ parts: ControlPlane.Dependencies) {
        let log = TeamLog(chat: parts.chat, audit: parts.audit, now: parts.now)
        let store = parts.teamSettings
        self.subscriptions = SubscriptionCommands(
            store: store, chat: parts.chat, log: log, settings: parts.settings, now: parts.now)
        self.mutes = MuteCommand(
            store: store, records: parts.records, log: log, settings: parts.settings, now: parts.now)
        self.link = LinkCommand(
            store: store, approvals: parts.approvals, gists: parts.gists, configuredLogin: parts.gitHubLogin, log: log,
            settings: parts.settings,
            newID: parts.newID, now: parts.now)
        self.mining = MiningCommands(miner: parts.miner, memory: parts.memory, chat: parts.chat, store: store)
        self.save = SaveCommand(store: store, memory: parts.memory, chat: parts.chat, log: log, now: parts.now)
    }
}
