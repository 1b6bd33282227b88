import HealingDomain
import Synchronization

/// Lets one task at a time work on each key, in the order they came.
///
/// It keeps this process from doing a thing twice at once. Between processes the stores' compare-and-set and the code
/// host's pinned merge do.
final class KeyedMutex: Sendable {
    /// The tasks that wait, by key; a key is there while somebody holds it.
    private let waiting = Mutex<[String: [CheckedContinuation<Void, Never>]]>([:])

    func exclusively<Value: Sendable>(
        _ key: String, _ body: () async throws(Fault) -> Value
    ) async throws(Fault) -> Value {
        await self.acquire(key)
        defer { self.release(key) }
        return try await body()
    }

    private func acquire(_ key: String) async {
        await withCheckedContinuation { continuation in
            let isFree = self.waiting.withLock { waiting in
                if waiting[key] == nil {
                    waiting[key] = []
                    return true
                }
                waiting[key]?.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func release(_ key: String) {
        let next = self.waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
            guard var queue = waiting[key], !queue.isEmpty else {
                waiting[key] = nil
                return nil
            }
            let next = queue.removeFirst()
            waiting[key] = queue
            return next
        }
        next?.resume()
    }
}
