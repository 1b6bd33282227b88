import FoundationEssentials

/// Spaces the calls of each method so that Slack never has to refuse one, keeps a method quiet for as long as Slack asked,
/// and lets the more urgent go first. A lane waits for itself only: a backfill that is told to wait delays no click.
///
/// Callers join, ask, and sleep for as long as they are told, again and again until they may go. Nothing here waits.
actor RateLanes {
    struct Demand: Sendable, Hashable {
        var lane: String
        var limit: LaneLimit
    }

    struct Ticket: Sendable, Hashable {
        fileprivate let number: UInt64
        let priority: CallPriority
        let demands: [Demand]
    }

    fileprivate struct Lane {
        var limit: LaneLimit
        var calls: Double
        var countedAt: Date
        var notBefore: Date?
        /// Most urgent first, then in the order they came.
        var waiting: [Ticket] = []
    }

    private var lanes: [String: Lane] = [:]
    private var lastNumber: UInt64 = 0

    func pause(_ lane: String, until date: Date) {
        let before = self.lanes[lane]?.notBefore ?? date
        self.lanes[lane]?.notBefore = max(date, before)
    }

    func join(_ demands: [Demand], priority: CallPriority, now: Date) -> Ticket {
        self.lastNumber += 1
        let ticket = Ticket(number: self.lastNumber, priority: priority, demands: demands)
        for demand in demands {
            var lane =
                self.lanes[demand.lane]
                ?? Lane(limit: demand.limit, calls: demand.limit.burst, countedAt: now)
            lane.adopt(demand.limit, now: now)
            let place = lane.waiting.firstIndex { priority < $0.priority } ?? lane.waiting.endIndex
            lane.waiting.insert(ticket, at: place)
            self.lanes[demand.lane] = lane
        }
        return ticket
    }

    /// `nil`: go now, and the ticket is used up. Otherwise ask again after so many seconds.
    func ask(_ ticket: Ticket, now: Date) -> Double? {
        var seconds: Double = 0
        for demand in ticket.demands {
            self.lanes[demand.lane]?.refill(now: now)
            seconds = max(seconds, self.lanes[demand.lane]?.wait(of: ticket, now: now) ?? 0)
        }
        guard seconds <= 0 else { return seconds }
        for demand in ticket.demands { self.lanes[demand.lane]?.calls -= 1 }
        self.leave(ticket)
        return nil
    }

    func leave(_ ticket: Ticket) {
        for demand in ticket.demands { self.lanes[demand.lane]?.waiting.removeAll { $0.number == ticket.number } }
    }
}

extension RateLanes.Lane {
    fileprivate mutating func adopt(_ limit: LaneLimit, now: Date) {
        guard limit != self.limit else { return }
        self.refill(now: now)
        // The call that brought the change to light counts under the new limit too.
        self.calls = min(self.calls, limit.burst - 1)
        self.limit = limit
    }

    fileprivate mutating func refill(now: Date) {
        let seconds = max(0, now.timeIntervalSince(self.countedAt))
        self.calls = min(self.limit.burst, self.calls + seconds * self.limit.perSecond)
        self.countedAt = now
    }

    fileprivate func wait(of ticket: RateLanes.Ticket, now: Date) -> Double {
        let ahead = self.waiting.prefix { $0 != ticket }.count
        let needed = Double(ahead) + 1 + self.limit.reserve(for: ticket.priority)
        let missing = needed - self.calls
        // Sums of fractions may stay a hair below the whole number they stand for.
        let paced = missing > 1e-6 ? missing / self.limit.perSecond : 0
        return max(paced, self.notBefore?.timeIntervalSince(now) ?? 0)
    }
}
