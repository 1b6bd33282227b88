/// How often Slack lets one app call one method in one workspace (docs.slack.dev, "Rate limits": "N+ per minute").
package enum RateTier: Sendable, Hashable {
    case tier1, tier2, tier3, tier4
    /// "Special" methods take several hundred calls a minute.
    case special

    var callsPerMinute: Double {
        switch self {
        case .tier1: 1
        case .tier2: 20
        case .tier3: 50
        case .tier4: 100
        case .special: 200
        }
    }
}

/// Who waits for whom on one method.
package enum CallPriority: Int, Sendable, Hashable, Comparable {
    /// Somebody looks at the screen.
    case interactive
    /// A message that has to go out soon.
    case outbox
    /// Reading the past.
    case backfill

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A bucket of calls: so many at once, and then so many a second.
struct LaneLimit: Sendable, Hashable {
    var burst: Double
    var perSecond: Double

    /// A third of a minute's calls may come at once. With the rest spread evenly no 60 seconds hold more than the tier's.
    init(_ tier: RateTier) {
        let burst = max(1, (tier.callsPerMinute * 0.3).rounded(.down))
        self.burst = burst
        self.perSecond = max(1, tier.callsPerMinute - burst) / 60
    }

    init(burst: Double, perSecond: Double) {
        self.burst = burst
        self.perSecond = perSecond
    }

    /// "No more than one message per second per channel"; short bursts are tolerated.
    static let posting = LaneLimit(burst: 5, perSecond: 1)
    /// What is left of history and replies for apps outside the Marketplace.
    static let reducedHistory = LaneLimit(burst: 1, perSecond: 1.0 / 60)

    /// Calls that a priority leaves in the bucket for those before it.
    func reserve(for priority: CallPriority) -> Double {
        let share: Double =
            switch priority {
            case .interactive: 0
            case .outbox: 0.15
            case .backfill: 0.4
            }
        return min((self.burst * share).rounded(.down), self.burst - 1)
    }
}
