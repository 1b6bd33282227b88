package import FoundationEssentials

/// A channel that wants a repository's findings. One a channel, repository and branch.
package struct Subscription: Sendable, Hashable, Codable {
    package var repository: RepositoryName
    /// `nil` is every branch that is scanned.
    package var branch: String?
    package var minimumSeverity: Severity
    package var channel: ChannelID
    package var by: PersonID
    package var at: Date

    package init(
        repository: RepositoryName, branch: String? = nil, minimumSeverity: Severity = .low, channel: ChannelID,
        by: PersonID, at: Date
    ) {
        self.repository = repository
        self.branch = branch
        self.minimumSeverity = minimumSeverity
        self.channel = channel
        self.by = by
        self.at = at
    }

    /// GitHub's names of repositories differ only by more than the case of their letters.
    package func covers(_ finding: Finding) -> Bool {
        self.isOf(finding.repository) && finding.severity >= self.minimumSeverity
            && (self.branch.map { $0 == finding.branch } ?? true)
    }

    package func isOf(_ repository: RepositoryName) -> Bool {
        self.repository.rawValue.lowercased() == repository.rawValue.lowercased()
    }
}

extension [Subscription] {
    /// Which channels get a finding's card, in the order in which they subscribed: those with a subscription that
    /// covers it. The team's own channel gets what no subscription covers, unless it has chosen for itself what it
    /// wants of that repository.
    package func channels(for finding: Finding, teamChannel: ChannelID?) -> [ChannelID] {
        var channels: [ChannelID] = []
        for subscription in self where subscription.covers(finding) && !channels.contains(subscription.channel) {
            channels.append(subscription.channel)
        }
        guard channels.isEmpty, let teamChannel else { return channels }
        let hasChosen = self.contains { $0.channel == teamChannel && $0.isOf(finding.repository) }
        return hasChosen ? [] : [teamChannel]
    }
}
