package import FoundationEssentials

/// What the team chose from Slack: who hears of what, what is silent, who is who.
package protocol TeamSettingsStore: Sendable {
    /// Replaces the one of the same channel, repository (whatever its letters' case) and branch.
    func save(_ subscription: Subscription) async throws(Fault)
    /// Removes the channel's subscriptions to the repository and returns them.
    func removeSubscriptions(to repository: RepositoryName, channel: ChannelID) async throws(Fault) -> [Subscription]
    /// The oldest first.
    func subscriptions() async throws(Fault) -> [Subscription]

    /// Replaces the one of the same target and repository.
    func save(_ mute: Mute) async throws(Fault)
    /// Returns what was removed.
    func removeMute(_ target: Mute.Target, repository: RepositoryName?) async throws(Fault) -> Mute?
    /// The oldest first.
    func mutes() async throws(Fault) -> [Mute]

    /// Stores a proven link, replacing the person's older one; `false`, and nothing stored, where the account (whatever
    /// its letters' case) is another person's already.
    func save(_ link: IdentityLink) async throws(Fault) -> Bool
    func removeLink(of person: PersonID) async throws(Fault) -> IdentityLink?
    func link(of person: PersonID) async throws(Fault) -> IdentityLink?
    func links() async throws(Fault) -> [IdentityLink]
    /// Replaces the person's older one.
    func save(_ request: LinkRequest) async throws(Fault)
    /// The person's request, where it has not expired.
    func linkRequest(of person: PersonID, at moment: Date) async throws(Fault) -> LinkRequest?
    func removeLinkRequest(of person: PersonID) async throws(Fault)

    /// Replaces the one of the same thread.
    func save(_ mark: ProvenMark) async throws(Fault)
    /// Returns what was removed.
    func removeProvenMark(of thread: MessageReference) async throws(Fault) -> ProvenMark?
    func provenMark(of thread: MessageReference) async throws(Fault) -> ProvenMark?
    /// The oldest first.
    func provenMarks() async throws(Fault) -> [ProvenMark]

    /// Replaces the channel's older ones.
    func save(_ preferences: ChannelPreferences) async throws(Fault)
    /// `nil` where the channel chose nothing.
    func preferences(of channel: ChannelID) async throws(Fault) -> ChannelPreferences?
    func preferences() async throws(Fault) -> [ChannelPreferences]
}
