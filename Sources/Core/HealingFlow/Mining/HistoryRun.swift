import FoundationEssentials
import HealingDomain

/// One way through a channel's history from its newest message down: the first reading, or a later one of its newest part.
struct HistoryRun {
    var cursor: String?
    /// The oldest message read so far; `nil` before the first page.
    var reached: MessageTimestamp?
    /// Where a later reading ends; `nil` goes to the first message.
    var until: MessageTimestamp?

    /// What is left to do of a channel; `nil` for nothing.
    init?(_ checkpoint: MiningCheckpoint) {
        if !checkpoint.isComplete {
            (self.cursor, self.reached, self.until) = (checkpoint.cursor, checkpoint.reached, nil)
        } else if let topUp = checkpoint.topUp {
            (self.cursor, self.reached, self.until) = (topUp.cursor, topUp.reached, topUp.until)
        } else {
            return nil
        }
    }
}

/// What one page does to a run.
struct HistoryPace {
    let run: HistoryRun
    let page: HistoryPage
    private let lowest: MessageTimestamp?
    private let isPastRetention: Bool

    init(run: HistoryRun, page: HistoryPage, oldest: Date?) {
        self.run = run
        self.page = page
        self.lowest = page.messages.map(\.timestamp).min()
        self.isPastRetention = self.lowest.flatMap { lowest in oldest.map { lowest.date < $0 } } ?? false
    }

    var isAtEnd: Bool { self.page.nextCursor == nil }

    var isDone: Bool {
        if self.isAtEnd || self.isPastRetention { return true }
        guard let until = self.run.until, let lowest = self.lowest else { return false }
        return lowest < until
    }

    var reached: MessageTimestamp? {
        guard let lowest = self.lowest else { return self.run.reached }
        return self.run.reached.map { min($0, lowest) } ?? lowest
    }

    /// The documents of the stretch that the page covers and does not have: their threads are gone. Below the last message
    /// of all there may be what the plan hides, or what only an export had.
    func gone(among known: [MessageReference], hasImport: Bool) -> [MessageReference] {
        let present = Set(self.page.messages.map(\.timestamp))
        let reachesDown = self.isAtEnd && !self.page.isLimited && !hasImport
        return known.filter { thread in
            guard !present.contains(thread.timestamp) else { return false }
            if let reached = self.run.reached, !(thread.timestamp < reached) { return false }
            return reachesDown || (self.lowest.map { $0 < thread.timestamp } ?? false)
        }
    }
}

extension MiningCheckpoint {
    /// A long history is read once; from then on only its newest part is read again.
    mutating func advance(_ pace: HistoryPace) {
        if !self.isComplete {
            self.cursor = pace.isDone ? nil : pace.page.nextCursor
            self.reached = pace.reached
            self.isComplete = pace.isDone
        } else if let topUp = self.topUp {
            self.topUp =
                pace.isDone ? nil : TopUp(until: topUp.until, cursor: pace.page.nextCursor, reached: pace.reached)
        }
    }

    /// Everything is to be read anew; what is there stays until the pages say otherwise.
    mutating func startAnew() {
        (self.cursor, self.reached, self.topUp) = (nil, nil, nil)
        self.isComplete = false
    }

    /// The part above `moment` is to be read again, from the newest message on.
    mutating func startTopUp(until moment: MessageTimestamp) {
        self.topUp = TopUp(until: self.topUp.map { min($0.until, moment) } ?? moment)
    }
}
