import Synchronization

/// Runs all tasks of a test on one thread, one piece between two suspensions at a time, and picks each next piece by a
/// seed: an interleaving is a number, and the same number is the same interleaving.
package final class SeededExecutor: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var generator: SplitMix64
    }

    package struct Deadlock: Error, CustomStringConvertible {
        package var seed: UInt64
        package var description: String { "all tasks wait for each other (seed \(self.seed))" }
    }

    private final class Outcome: Sendable {
        let result = Mutex<Result<Void, any Error>?>(nil)
    }

    private let state: Mutex<State>

    private init(seed: UInt64) { self.state = Mutex(State(generator: SplitMix64(seed: seed))) }

    /// Runs `body` and all tasks it starts to the end.
    package static func run(seed: UInt64, _ body: @escaping @Sendable () async throws -> Void) throws {
        let executor = SeededExecutor(seed: seed)
        let outcome = Outcome()
        Task(executorPreference: executor) {
            do {
                try await body()
                outcome.result.withLock { $0 = .success(()) }
            } catch {
                outcome.result.withLock { $0 = .failure(error) }
            }
        }
        while executor.runOne() {}
        guard let result = outcome.result.withLock({ $0 }) else { throw Deadlock(seed: seed) }
        try result.get()
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        self.state.withLock { $0.jobs.append(job) }
    }

    private func runOne() -> Bool {
        let job = self.state.withLock { state -> UnownedJob? in
            guard !state.jobs.isEmpty else { return nil }
            return state.jobs.remove(at: Int.random(in: state.jobs.indices, using: &state.generator))
        }
        job?.runSynchronously(on: self.asUnownedTaskExecutor())
        return job != nil
    }
}
