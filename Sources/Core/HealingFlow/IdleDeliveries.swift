import HealingDomain
import Synchronization

/// Most of what Slack sends needs nothing done. Where one such delivery was met more are likely behind it, and they are
/// removed many at a time, so that a flood of them neither fills the queue nor takes the processor from the intake.
final class IdleDeliveries: Sendable {
    /// One look: about a millisecond of decoding.
    private static let batch = 64
    /// After each look it rests for so many times what the look took: at most a quarter of one core.
    private static let rest = 3

    private let isBusy = Mutex(false)

    /// Removes what needs nothing from the source, until a look finds mostly work; returns how many. One worker at a
    /// time does it; the others go on with what needs something.
    func discard(
        from source: Delivery.Source, of queue: any DeliveryQueue, decoder: any DeliveryDecoder
    ) async throws(Fault) -> Int {
        guard self.begin() else { return 0 }
        defer { self.isBusy.withLock { $0 = false } }
        var total = 0
        var removed = 0
        repeat {
            let start = ContinuousClock.now
            removed = try await queue.discard(from: source, limit: Self.batch) { delivery in
                guard let event = try? decoder.decode(delivery), case .ignored = event else { return false }
                return true
            }
            total += removed
            try? await Task.sleep(for: (ContinuousClock.now - start) * Self.rest)
        } while removed > Self.batch / 2 && !Task.isCancelled
        return total
    }

    private func begin() -> Bool {
        self.isBusy.withLock { isBusy in
            defer { isBusy = true }
            return !isBusy
        }
    }
}
