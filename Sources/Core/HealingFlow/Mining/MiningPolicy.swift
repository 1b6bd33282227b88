package import FoundationEssentials
package import HealingDomain

/// Which channels are read, how far back, and how patiently.
package struct MiningPolicy: Sendable {
    /// Threads that were opened earlier are dropped and not read; `nil` keeps all.
    package var retentionDays: Int?
    /// Whether channels that another organisation reads along in are read too.
    package var readsSharedChannels: Bool
    /// How long a changed thread is left alone, so that a lively one is not read for each message.
    package var settleSeconds: Double
    /// How far beyond the newest known message is read again when events may have been missed.
    package var overlapSeconds: Double
    /// For how many days a thread is asked for replies that no event told of.
    package var sweptDays: Int

    package init(
        retentionDays: Int? = nil, readsSharedChannels: Bool = false, settleSeconds: Double = 2,
        overlapSeconds: Double = 86_400, sweptDays: Int = 7
    ) {
        self.retentionDays = retentionDays
        self.readsSharedChannels = readsSharedChannels
        self.settleSeconds = settleSeconds
        self.overlapSeconds = overlapSeconds
        self.sweptDays = sweptDays
    }

    /// Why a channel is not read; `nil` where it is.
    package func refusal(of channel: Channel?) -> MiningRefusal? {
        guard let channel else { return .notMember }
        if channel.isDirect { return .directMessages }
        if !channel.isMember { return .notMember }
        if channel.isArchived { return .archived }
        if channel.isSharedOutside, !self.readsSharedChannels { return .sharedOutside }
        return nil
    }

    /// What was opened before is not kept.
    package func oldest(at moment: Date) -> Date? {
        self.retentionDays.map { moment.addingTimeInterval(-86_400 * Double($0)) }
    }
}
