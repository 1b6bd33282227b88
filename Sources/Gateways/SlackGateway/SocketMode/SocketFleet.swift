import FoundationEssentials

/// Which connections there are and what follows from what happens to them: a value that decides, so that every order of
/// events can be tried out. `SocketMode` carries the decisions out.
struct SocketFleet {
    enum Notice: Sendable, Hashable {
        /// Slack said `hello`.
        case hello(Int)
        /// Slack will close this one: it goes on until a successor has its `hello`.
        case retiring(Int)
        case ended(Int, SocketEnd)
    }

    enum Action: Hashable {
        case start(Int, afterSeconds: Double)
        /// Read what still comes, then close.
        case drain(Int)
        /// Close at once.
        case abort(Int)
        case report(String?)
        /// Nothing more will be tried.
        case stop(String)
    }

    private struct Connection {
        enum Stage { case opening, ready, retiring, draining }

        var stage = Stage.opening
        var helloAt: Date?
    }

    private let policy: SocketModePolicy
    private var connections: [Int: Connection] = [:]
    private var lastNumber = -1
    /// In a row.
    private var failures = 0

    init(policy: SocketModePolicy) { self.policy = policy }

    mutating func begin() -> [Action] { self.start(after: 0) }

    /// `chance` is from 0 to 1. Notices of connections that are gone mean nothing.
    mutating func take(_ notice: Notice, now: Date, chance: Double) -> [Action] {
        switch notice {
        case .hello(let number): return self.greeted(number, now: now)
        case .retiring(let number): return self.retired(number, now: now, chance: chance)
        case .ended(let number, let end): return self.ended(number, end, now: now, chance: chance)
        }
    }

    private mutating func greeted(_ number: Int, now: Date) -> [Action] {
        guard self.connections[number]?.stage == .opening else { return [] }
        self.connections[number]?.stage = .ready
        self.connections[number]?.helloAt = now
        let old = self.connections.filter { $0.key < number && $0.value.stage != .draining }.keys.sorted()
        for number in old { self.connections[number]?.stage = .draining }
        return [.report(nil)] + old.map { .drain($0) }
    }

    private mutating func retired(_ number: Int, now: Date, chance: Double) -> [Action] {
        guard let connection = self.connections[number], connection.stage == .ready else { return [] }
        self.connections[number]?.stage = .retiring
        self.judge(connection, now: now)
        // One that Slack sends away right after its hello, again and again, must not make us hammer.
        let delay = self.failures > 1 ? self.policy.delay(afterFailures: self.failures, chance: chance) : 0
        return self.isOpening ? [] : self.start(after: delay)
    }

    private mutating func ended(_ number: Int, _ end: SocketEnd, now: Date, chance: Double) -> [Action] {
        guard let connection = self.connections.removeValue(forKey: number) else { return [] }
        if case .stopped(let problem) = end { return self.stop(problem) }
        if end == .cancelled { return [] }
        if connection.stage == .opening || connection.stage == .ready { self.judge(connection, now: now) }
        var actions: [Action] = []
        if !self.isServed { actions.append(.report("not connected to Slack: \(Self.words(for: end))")) }
        guard !self.isOpening, !self.connections.values.contains(where: { $0.stage == .ready }) else { return actions }
        var delay = self.policy.delay(afterFailures: max(1, self.failures), chance: chance)
        if case .refused(_, let seconds?) = end { delay = max(delay, seconds) }
        if end == .crowded { delay = max(delay, self.policy.crowdedDelaySeconds) }
        return actions + self.start(after: delay)
    }

    /// Counts failures in a row: a connection that had no `hello`, or did not live long after it.
    private mutating func judge(_ connection: Connection, now: Date) {
        let lived = connection.helloAt.map { now.timeIntervalSince($0) } ?? 0
        self.failures = lived >= self.policy.soundSeconds ? 0 : self.failures + 1
    }

    private mutating func start(after delay: Double) -> [Action] {
        var actions: [Action] = []
        while self.connections.count >= self.policy.connectionLimit, let oldest = self.connections.keys.min() {
            self.connections[oldest] = nil
            actions.append(.abort(oldest))
        }
        self.lastNumber += 1
        self.connections[self.lastNumber] = Connection()
        return actions + [.start(self.lastNumber, afterSeconds: delay)]
    }

    private mutating func stop(_ problem: String) -> [Action] {
        let all = self.connections.keys.sorted()
        self.connections = [:]
        return all.map { .abort($0) } + [.report(problem), .stop(problem)]
    }

    private var isOpening: Bool { self.connections.values.contains { $0.stage == .opening } }
    private var isServed: Bool { self.connections.values.contains { $0.stage != .opening } }

    private static func words(for end: SocketEnd) -> String {
        switch end {
        case .closed, .cancelled: "it closed the connection. I connect again by myself."
        case .lost(let reason): "\(reason). I connect again by myself."
        case .refused(let reason, _): "\(reason). I try again by myself."
        case .crowded:
            "the app has ten connections already. End other copies of the bot that use the same SLACK_APP_TOKEN."
        case .stopped(let problem): problem
        }
    }
}
