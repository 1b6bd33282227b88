import HealingDomain
import Synchronization

/// A process that dies at one of its calls; every later one fails too.
final class Crash: Sendable {
    private let left: Mutex<Int>
    private let isLate: Bool

    /// - Parameter isLate: Whether the call that it dies at still has its effect.
    init(after count: Int, isLate: Bool) {
        self.left = Mutex(count)
        self.isLate = isLate
    }

    func call<Value: Sendable>(_ work: () async throws(Fault) -> Value) async throws(Fault) -> Value {
        let left = self.left.withLock { left in
            left -= 1
            return left
        }
        if left == -1, self.isLate { _ = try await work() }
        guard left >= 0 else { throw Fault(doing: "living", detail: "the process died", isRetryable: true) }
        return try await work()
    }
}

struct CrashingAuditTrail: AuditTrail {
    let base: any AuditTrail
    let crash: Crash

    func append(_ entry: AuditEntry) async throws(Fault) {
        try await self.crash.call { () async throws(Fault) in try await self.base.append(entry) }
    }

    func entries(_ filter: AuditFilter) async throws(Fault) -> [AuditEntry] {
        try await self.crash.call { () async throws(Fault) in try await self.base.entries(filter) }
    }
}

struct CrashingAnnouncer: Announcer {
    let base: any Announcer
    let crash: Crash

    func announce(_ record: HealingRecord, approval: Approval?) async throws(Fault) -> MessageReference? {
        try await self.crash.call { () async throws(Fault) in
            try await self.base.announce(record, approval: approval)
        }
    }

    func note(_ text: StyledText, on record: HealingRecord) async throws(Fault) {
        try await self.crash.call { () async throws(Fault) in try await self.base.note(text, on: record) }
    }

    func report(_ text: StyledText) async throws(Fault) {
        try await self.crash.call { () async throws(Fault) in try await self.base.report(text) }
    }
}

struct CrashingLearner: Learner {
    let base: any Learner
    let crash: Crash

    func learn(_ lesson: Lesson) async throws(Fault) {
        try await self.crash.call { () async throws(Fault) in try await self.base.learn(lesson) }
    }
}
