package import HealingDomain

/// Who will read an answer, and so which threads may be quoted in it.
package struct Audience: Sendable, Hashable {
    /// Where the answer appears.
    package var channel: ChannelID
    /// A guest sees only channels they were invited to, so only this channel's threads are quoted to them.
    package var isGuest: Bool

    package init(channel: ChannelID, isGuest: Bool = false) {
        self.channel = channel
        self.isGuest = isGuest
    }

    package func mayRead(_ thread: MessageReference, isPrivate: Bool) -> Bool {
        thread.channel == self.channel || (!isPrivate && !self.isGuest)
    }

    func mayRead(_ evidence: Evidence) -> Bool {
        guard case .thread(let reference, let isPrivate, _, _, _, _) = evidence else { return true }
        return self.mayRead(reference, isPrivate: isPrivate)
    }
}
