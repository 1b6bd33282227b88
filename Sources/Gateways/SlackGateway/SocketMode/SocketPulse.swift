import FoundationEssentials

/// Whether the other side of a connection is alive, from what was heard and when.
struct SocketPulse {
    enum Verdict: Hashable {
        case dead(String)
        /// Ping now.
        case ping
        case wait(seconds: Double)
    }

    private let policy: SocketModePolicy
    private let beganAt: Date
    private var heardAt: Date?
    private var nextPingAt: Date?
    /// When the ping without an answer left.
    private var askedAt: Date?

    init(policy: SocketModePolicy, now: Date) {
        self.policy = policy
        self.beganAt = now
    }

    mutating func heardHello(at now: Date) {
        guard self.heardAt == nil else { return }
        self.heardAt = now
        self.nextPingAt = now + self.policy.pingEverySeconds
    }

    mutating func heardPing(at now: Date) {
        if self.heardAt != nil { self.heardAt = now }
    }

    mutating func heardPong() { self.askedAt = nil }

    mutating func check(now: Date) -> Verdict {
        guard let heardAt, let nextPingAt else {
            let left = self.policy.helloSeconds - now.timeIntervalSince(self.beganAt)
            // Looked at again soon after a hello, from when on there is more to watch.
            return left > 0
                ? .wait(seconds: min(left, self.policy.pingEverySeconds))
                : .dead("Slack said no hello in \(Int(self.policy.helloSeconds)) s")
        }
        let silence = self.policy.serverPingSeconds - now.timeIntervalSince(heardAt)
        if silence <= 0 { return .dead("Slack sent no ping for \(Int(self.policy.serverPingSeconds)) s") }
        let answer = self.askedAt.map { self.policy.pongSeconds - now.timeIntervalSince($0) }
        if let answer, answer <= 0 { return .dead("no answer to a ping in \(Int(self.policy.pongSeconds)) s") }
        let due = nextPingAt.timeIntervalSince(now)
        if due <= 0 {
            self.nextPingAt = now + self.policy.pingEverySeconds
            self.askedAt = self.askedAt ?? now
            return .ping
        }
        return .wait(seconds: min(silence, due, answer ?? due))
    }
}
