package import FoundationEssentials
package import HealingDomain

package actor InMemoryTeamSettingsStore: TeamSettingsStore {
    private var allSubscriptions: [Subscription] = []
    private var allMutes: [Mute] = []
    private var allLinks: [IdentityLink] = []
    private var marks: [MessageReference: ProvenMark] = [:]
    private var requests: [PersonID: LinkRequest] = [:]
    private var allPreferences: [ChannelPreferences] = []

    package init(
        subscriptions: [Subscription] = [], mutes: [Mute] = [], links: [IdentityLink] = [],
        preferences: [ChannelPreferences] = []
    ) {
        self.allSubscriptions = subscriptions
        self.allMutes = mutes
        self.allLinks = links
        self.allPreferences = preferences
    }

    package func save(_ subscription: Subscription) async throws(Fault) {
        self.allSubscriptions.removeAll {
            $0.channel == subscription.channel && $0.isOf(subscription.repository) && $0.branch == subscription.branch
        }
        self.allSubscriptions.append(subscription)
    }

    package func removeSubscriptions(
        to repository: RepositoryName, channel: ChannelID
    ) async throws(Fault) -> [Subscription] {
        let removed = self.allSubscriptions.filter { $0.channel == channel && $0.isOf(repository) }
        self.allSubscriptions.removeAll { removed.contains($0) }
        return removed.sorted { $0.at < $1.at }
    }

    package func subscriptions() async throws(Fault) -> [Subscription] {
        self.allSubscriptions.sorted { $0.at < $1.at }
    }

    package func save(_ mute: Mute) async throws(Fault) {
        self.allMutes.removeAll { $0.target == mute.target && $0.repository == mute.repository }
        self.allMutes.append(mute)
    }

    package func removeMute(_ target: Mute.Target, repository: RepositoryName?) async throws(Fault) -> Mute? {
        let index = self.allMutes.firstIndex { $0.target == target && $0.repository == repository }
        return index.map { self.allMutes.remove(at: $0) }
    }

    package func mutes() async throws(Fault) -> [Mute] { self.allMutes.sorted { $0.at < $1.at } }

    package func save(_ link: IdentityLink) async throws(Fault) -> Bool {
        let others = self.allLinks.filter { $0.person != link.person }
        guard !others.contains(where: { $0.login.lowercased() == link.login.lowercased() }) else { return false }
        self.allLinks = others + [link]
        return true
    }

    package func removeLink(of person: PersonID) async throws(Fault) -> IdentityLink? {
        self.allLinks.firstIndex { $0.person == person }.map { self.allLinks.remove(at: $0) }
    }

    package func link(of person: PersonID) async throws(Fault) -> IdentityLink? {
        self.allLinks.first { $0.person == person }
    }

    package func links() async throws(Fault) -> [IdentityLink] { self.allLinks.sorted { $0.person < $1.person } }

    package func save(_ request: LinkRequest) async throws(Fault) { self.requests[request.person] = request }

    package func linkRequest(of person: PersonID, at moment: Date) async throws(Fault) -> LinkRequest? {
        self.requests[person].flatMap { $0.expiresAt > moment ? $0 : nil }
    }

    package func removeLinkRequest(of person: PersonID) async throws(Fault) { self.requests[person] = nil }

    package func save(_ mark: ProvenMark) async throws(Fault) { self.marks[mark.thread] = mark }

    package func removeProvenMark(of thread: MessageReference) async throws(Fault) -> ProvenMark? {
        self.marks.removeValue(forKey: thread)
    }

    package func provenMark(of thread: MessageReference) async throws(Fault) -> ProvenMark? { self.marks[thread] }

    package func provenMarks() async throws(Fault) -> [ProvenMark] { self.marks.values.sorted { $0.at < $1.at } }

    package func save(_ preferences: ChannelPreferences) async throws(Fault) {
        self.allPreferences.removeAll { $0.channel == preferences.channel }
        self.allPreferences.append(preferences)
    }

    package func preferences(of channel: ChannelID) async throws(Fault) -> ChannelPreferences? {
        self.allPreferences.first { $0.channel == channel }
    }

    package func preferences() async throws(Fault) -> [ChannelPreferences] {
        self.allPreferences.sorted { $0.channel < $1.channel }
    }
}
