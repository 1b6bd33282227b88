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
    /// Channel → messages that it takes at once, and when that was counted.
    private var bursts: [String: (room: Double, at: Date)] = [:]
    private var notBefore: [String: Date] = [:]

    init(_ profile: Profile = .lenient) { self.profile = profile }

    /// "One message a second in each channel", says Slack, and that short bursts are tolerated.
    private static let longestBurst = 5.0

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
        let (limit, isPosting) = self.limit(of: rule)
        let recent = (self.calls[rule.name] ?? []).filter { now.timeIntervalSince($0) < 60 }
        var wait = 0.0
        if recent.count >= limit, let first = recent.first { wait = 60 - now.timeIntervalSince(first) }
        let room = isPosting ? self.room(in: channel ?? "", now) : 1
        // Sums of fractions may stay a hair below the whole number that they stand for.
        if room < 1 - 1e-6 { wait = max(wait, 1 - room) }
        guard wait == 0 else {
            let seconds = Self.wholeSeconds(wait)
            self.notBefore[rule.name] = now.addingTimeInterval(Double(seconds))
            return seconds
        }
        self.calls[rule.name] = recent + [now]
        if isPosting { self.bursts[channel ?? ""] = (room - 1, now) }
        return nil
    }

    private func limit(of rule: SlackMethodRule) -> (calls: Int, isPosting: Bool) {
        let isCut = self.profile == .outsideMarketplace && Self.histories.contains(rule.name)
        return (isCut ? 1 : rule.tier.rawValue, rule.tier == .posting)
    }

    private func room(in channel: String, _ now: Date) -> Double {
        guard let burst = self.bursts[channel] else { return Self.longestBurst }
        return min(Self.longestBurst, burst.room + now.timeIntervalSince(burst.at))
    }

    private static func wholeSeconds(_ seconds: Double) -> Int { max(1, Int(seconds.rounded(.up))) }
}
