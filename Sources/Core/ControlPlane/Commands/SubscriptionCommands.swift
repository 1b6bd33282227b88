import FoundationEssentials
import HealingDomain

/// `subscribe`, `unsubscribe` and `subscriptions`: which channel gets which cards.
struct SubscriptionCommands: Sendable {
    let store: any TeamSettingsStore
    let chat: any TeamChat
    let log: TeamLog
    let settings: ControlPlaneSettings
    let now: @Sendable () -> Date

    func subscribe(
        to repository: RepositoryName, branch: String?, from severity: Severity, _ asker: Asker
    ) async throws(Fault) -> ChannelMessage {
        guard !asker.command.isDirect else {
            return ChannelMessage("Cards go to channels. Please type it in the channel that wants them.")
        }
        let subscription = Subscription(
            repository: repository, branch: branch, minimumSeverity: severity, channel: asker.command.channel,
            by: asker.person.id, at: self.now())
        try await self.store.save(subscription)
        let text: StyledText = "This channel now gets \(subscription.inWords)"
        try await self.log.append(
            .subscribed, by: asker.person.id, repository: repository,
            detail: "\(asker.command.channel): \(subscription.inWords.plain)")
        var notes: [StyledText?] = [await self.log.tell("\(.person(asker.person.id)): \(text).", for: asker.command)]
        if notes == [nil], await self.isAbsent(from: asker.command.channel) {
            notes.append("I am not in this channel yet: invite me (\(.code("/invite @codehealer"))).")
        }
        let undo: StyledText = "\(.code("\(self.settings.command) unsubscribe \(repository)")) ends it."
        return ChannelMessage(([StyledText("\(text). \(undo)")] + notes.compactMap(\.self)).joined(separator: " "))
    }

    func unsubscribe(from repository: RepositoryName, _ asker: Asker) async throws(Fault) -> ChannelMessage {
        let channel = asker.command.channel
        let removed = try await self.store.removeSubscriptions(to: repository, channel: channel)
        guard !removed.isEmpty else {
            let known = try await self.store.subscriptions().filter { $0.channel == channel }
            guard let first = known.first else {
                let team: StyledText =
                    channel == self.settings.channel
                    ? " As the team's own channel it gets what nobody else asked for." : ""
                return ChannelMessage("This channel has no subscription.\(team)")
            }
            return ChannelMessage(
                "This channel is not subscribed to \(repository.rawValue). Did you mean \(.code("\(self.settings.command) unsubscribe \(first.repository)"))?"
            )
        }
        try await self.log.append(
            .unsubscribed, by: asker.person.id, repository: repository, detail: channel.rawValue)
        let text: StyledText = "This channel no longer gets cards of \(repository.rawValue)"
        let note = await self.log.tell("\(.person(asker.person.id)): \(text).", for: asker.command)
        return ChannelMessage("\(text). \(note ?? "")")
    }

    /// Names only channels that whoever reads the answer may know of.
    func list(for asker: Asker) async throws(Fault) -> ChannelMessage {
        let all = try await self.store.subscriptions()
        let mutes = try await self.store.mutes()
        let lines = all.map { subscription -> StyledText in
            "• \(.channel(subscription.channel)): \(subscription.inWords), since \(String(subscription.at.inWords.prefix(10)))"
        }
        let team: StyledText =
            self.settings.channel.map { "Everything else goes to \(.channel($0))." }
            ?? "Everything else is kept, and told nowhere: no channel is set."
        let list = lines.isEmpty ? [StyledText("No channel has subscribed to anything.")] : lines
        return ChannelMessage(
            fallback: "\(all.count) subscriptions, \(mutes.count) mutes.",
            blocks: ([StyledText("\(.bold("Who gets which cards"))")] + list + [team]).sections()
                + ([StyledText("\(.bold("Muted"))")] + MuteCommand.lines(mutes)).sections())
    }

    private func isAbsent(from channel: ChannelID) async -> Bool {
        guard let bot = try? await self.chat.identity() else { return false }
        return (try? await self.chat.isMember(bot.user, of: channel)) == false
    }
}

extension Subscription {
    /// `acme/shop, branch main, from HIGH`.
    var inWords: StyledText {
        let branch: StyledText = self.branch.map { ", branch \(.code($0.onOneLine(limit: 80)))" } ?? ""
        let severity: StyledText = self.minimumSeverity > .low ? ", \(self.minimumSeverity.rawValue) and worse" : ""
        return "cards of \(self.repository.rawValue)\(branch)\(severity)"
    }
}
