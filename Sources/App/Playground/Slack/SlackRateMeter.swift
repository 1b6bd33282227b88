import FoundationEssentials

/// Counts calls and says how long to wait, as Slack does: each method has its own minute.
package struct SlackRateMeter: Sendable {
    package enum Profile: String, Sendable {
        /// No limits: a demonstration that waits shows nothing.
        case lenient
        /// The tiers of Slack's pages, taken at their word: "50+" is 50.
        case documented
        /// What apps outside the Marketplace get that are not a customer's own: histories once a minute, 15 messages.
        case outsideMarketplace = "outside_marketplace"
    }

    package let profile: Profile
    /// Calls that came before the end of a wait that Slack had asked for.
    package private(set) var impatientCalls = 0
    private var calls: [String: [Date]] = [:]
    private var notBefore: [String: Date] = [:]

    init(_ profile: Profile = .lenient) { self.profile = profile }

    private static let histories: Set<String> = ["conversations.history", "conversations.replies"]

    /// The most elements that a page may hold.
    func pageLimit(of method: String) -> Int? {
        self.profile == .outsideMarketplace && Self.histories.contains(method) ? 15 : nil
    }

    /// Lets a call pass, or tells the seconds of its `Retry-After`.
    mutating func admit(_ rule: SlackMethodRule, channel: String?, at now: Date) -> Int? {
        guard self.profile != .lenient else { return nil }
        if let end = self.notBefore[rule.name] {
            if now < end {
                self.impatientCalls += 1
                return Self.wholeSeconds(end.timeIntervalSince(now))
            }
            self.notBefore[rule.name] = nil
        }
        for lane in self.lanes(rule, channel) {
            guard let wait = self.wait(lane, now) else { continue }
            self.notBefore[rule.name] = now.addingTimeInterval(Double(wait))
            return wait
        }
        for lane in self.lanes(rule, channel) { self.calls[lane.name, default: []].append(now) }
        return nil
    }

    private struct Lane {
        var name: String
        var calls: Int
        var seconds: Double
    }

    private func lanes(_ rule: SlackMethodRule, _ channel: String?) -> [Lane] {
        if self.profile == .outsideMarketplace, Self.histories.contains(rule.name) {
            return [Lane(name: rule.name, calls: 1, seconds: 60)]
        }
        let minute = Lane(name: rule.name, calls: rule.tier.rawValue, seconds: 60)
        guard rule.tier == .posting else { return [minute] }
        // One a second in the long run, with room for a short burst.
        return [minute, Lane(name: "\(rule.name) \(channel ?? "")", calls: 5, seconds: 5)]
    }

    private mutating func wait(_ lane: Lane, _ now: Date) -> Int? {
        let recent = (self.calls[lane.name] ?? []).filter { now.timeIntervalSince($0) < lane.seconds }
        self.calls[lane.name] = recent
        guard recent.count >= lane.calls, let first = recent.first else { return nil }
        return Self.wholeSeconds(lane.seconds - now.timeIntervalSince(first))
    }

    private static func wholeSeconds(_ seconds: Double) -> Int { max(1, Int(seconds.rounded(.up))) }
}
