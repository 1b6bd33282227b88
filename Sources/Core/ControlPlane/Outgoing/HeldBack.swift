import HealingDomain

/// The names of groups whose findings are not shown at once: `held:C1` while they wait, `held:C1:2026-01-20` from the
/// digest of that day on.
enum HeldBack {
    private static let prefix = "held:"

    static func waiting(in channel: ChannelID) -> String { self.prefix + channel.rawValue }
    static func shown(in channel: ChannelID, day: String) -> String { "\(self.prefix)\(channel):\(day)" }

    static func isOne(_ group: String) -> Bool { group.hasPrefix(self.prefix) }

    /// Whether it is for a digest that was not made yet.
    static func isWaiting(_ group: String?) -> Bool {
        guard let group, self.isOne(group) else { return false }
        return !group.dropFirst(self.prefix.count).contains(":")
    }

    /// The digest in whose thread the group stands.
    static func digest(of group: String) -> (channel: ChannelID, day: String)? {
        let pieces = group.split(separator: ":")
        guard self.isOne(group), pieces.count == 3 else { return nil }
        return (ChannelID(String(pieces[1])), String(pieces[2]))
    }
}
