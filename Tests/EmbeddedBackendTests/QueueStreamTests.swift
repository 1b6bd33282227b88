import EmbeddedBackend
import HealingDomain
import HealingTesting
import Testing

/// Random streams of what a queue meets, checked against what must always hold.
struct QueueStreamTests {
    /// A generator that gives the same numbers for the same seed (SplitMix64).
    private struct SeededNumbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            self.state &+= 0x9E37_79B9_7F4A_7C15
            var value = self.state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    private struct Held {
        var id: String
        var receipt: String
        var until: Double
    }

    @Test(arguments: 1...12)
    func `every accepted delivery is finished once, held by one worker at a time, and none is lost`(seed: UInt64)
        async throws
    {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let queue = try folder.open(clock: clock).queue
        var numbers = SeededNumbers(state: seed)
        var elapsed = 0.0
        var accepted: Set<String> = []
        var finished: Set<String> = []
        var held: [Held] = []
        for step in 0..<300 {
            switch Int.random(in: 0..<10, using: &numbers) {
            case 0...3:
                let id = "d-\(Int.random(in: 0..<80, using: &numbers))"
                let answer = try await queue.accept(.sample(id: id))
                #expect(answer == (accepted.insert(id).inserted ? .accepted : .duplicate), "step \(step)")
            case 4...6:
                for lease in try await queue.lease(limit: Int.random(in: 1...5, using: &numbers), seconds: 30) {
                    #expect(!finished.contains(lease.delivery.id), "step \(step): finished ones stay finished")
                    #expect(
                        !held.contains { $0.id == lease.delivery.id && $0.until > elapsed }, "step \(step): held once")
                    held.append(Held(id: lease.delivery.id, receipt: lease.receipt, until: elapsed + 30))
                }
            case 7:
                guard let index = held.indices.randomElement(using: &numbers) else { continue }
                let ended = held.remove(at: index)
                try await queue.complete(ended.receipt)
                if ended.until > elapsed { finished.insert(ended.id) }
            case 8:
                guard let index = held.indices.randomElement(using: &numbers) else { continue }
                try await queue.retry(held.remove(at: index).receipt, after: 10, reason: "again")
            default:
                let seconds = Double(Int.random(in: 1...20, using: &numbers))
                clock.advance(by: seconds)
                elapsed += seconds
            }
        }
        clock.advance(by: 60)
        for lease in try await queue.lease(limit: 1000, seconds: 30) {
            #expect(!finished.contains(lease.delivery.id))
            try await queue.complete(lease.receipt)
            finished.insert(lease.delivery.id)
        }
        #expect(finished == accepted)
        #expect(try await queue.depth() == QueueDepth(waiting: 0, leased: 0, buried: 0))
    }
}
