import UnixSignals

/// Lets work end what it started when the process is told to end: a bot is a process of its own, and would outlive a
/// playground that simply dies.
package enum EndingOnSignal {
    /// Runs `work` and gives whether it held; on SIGTERM or SIGINT it is cancelled, waited for, and did not hold.
    package static func run(_ work: @escaping @Sendable () async throws -> Bool) async throws -> Bool {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask { try await work() }
            group.addTask {
                for await _ in signals { break }
                return false
            }
            let first = try await group.next() ?? false
            group.cancelAll()
            // What the cancelled work throws is only that it was cancelled.
            while let ended = await group.nextResult() { _ = ended }
            return first
        }
    }
}
