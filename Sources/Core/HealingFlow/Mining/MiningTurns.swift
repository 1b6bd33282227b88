import HealingDomain
import Synchronization

/// Keeps those who read and those who erase out of each other's way: what was read before something was erased must not be
/// stored after. Shared by both.
package final class MiningTurns: Sendable {
    private let count = Mutex(0)
    private let turns = TurnTaker()

    package init() {}

    /// Another one after each change of what may be read: remembered by whoever begins to read.
    var edition: Int { self.count.withLock { $0 } }

    /// Changes what may be stored, or how far a channel counts as read. Whatever is being read at this moment is read again.
    func change<Value: Sendable>(_ body: @Sendable () async throws(Fault) -> Value) async throws(Fault) -> Value {
        try await self.turns.take("checkpoints") { () async throws(Fault) -> Value in
            self.count.withLock { $0 += 1 }
            return try await body()
        }
    }

    /// Stores how far was read, unless something changed since.
    func advance(from edition: Int, _ body: @Sendable () async throws(Fault) -> Void) async throws(Fault) {
        try await self.turns.take("checkpoints") { () async throws(Fault) -> Void in
            try self.check(edition)
            try await body()
        }
    }

    func check(_ edition: Int) throws(Fault) {
        guard self.edition == edition else {
            throw Fault(
                doing: "reading a channel", detail: "something was erased meanwhile: it is read again",
                isRetryable: true, retryAfterSeconds: 0)
        }
    }
}
