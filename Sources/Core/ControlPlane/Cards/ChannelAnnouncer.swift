package import HealingDomain

/// Posts cards to the team's channel and edits them in place.
///
/// A record without a card may still have one in the channel, posted by a worker that died before it could note where:
/// the announcer looks for it by its metadata first, so that a finding never has two cards.
package struct ChannelAnnouncer: Announcer {
    private let chat: any TeamChat
    private let settings: ControlPlaneSettings

    package init(chat: any TeamChat, settings: ControlPlaneSettings) {
        self.chat = chat
        self.settings = settings
    }

    package func announce(_ record: HealingRecord, approval: Approval?) async throws(Fault) -> MessageReference? {
        guard let channel = record.card?.channel ?? self.settings.channel else { return nil }
        let audience = Audience(channel: channel)
        let message =
            ProposalCard(record: record, approval: approval, settings: self.settings, audience: audience)?.message
            ?? FindingCard(record: record, approval: approval, settings: self.settings, audience: audience).message
        if let card = record.card {
            do {
                try await self.chat.update(card, to: message)
                return card
            } catch let fault where fault.isRetryable {
                throw fault
            } catch {
                return try await self.findOrPost(message, for: record, in: channel, besides: card)
            }
        }
        return try await self.findOrPost(message, for: record, in: channel, besides: nil)
    }

    package func note(_ text: StyledText, on record: HealingRecord) async throws(Fault) {
        guard let card = record.card else { return }
        _ = try await self.chat.post(ChannelMessage(text), to: card.channel, thread: card.timestamp)
    }

    package func report(_ text: StyledText) async throws(Fault) {
        guard let channel = self.settings.channel else { return }
        _ = try await self.chat.post(ChannelMessage(text), to: channel, thread: nil)
    }

    /// `besides` is a card that could not be edited: somebody may have deleted it.
    private func findOrPost(
        _ message: ChannelMessage, for record: HealingRecord, in channel: ChannelID, besides gone: MessageReference?
    ) async throws(Fault) -> MessageReference {
        guard let (key, value) = message.metadata.first else {
            return try await self.chat.post(message, to: channel, thread: nil)
        }
        let found = try await self.chat.find(metadata: key, value: value, in: channel)
        guard let found, found != gone else { return try await self.chat.post(message, to: channel, thread: nil) }
        try await self.chat.update(found, to: message)
        return found
    }
}
