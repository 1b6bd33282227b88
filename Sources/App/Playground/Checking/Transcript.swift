import Synchronization

/// The readable record of a check: numbered lines, what was seen, how long it took.
package final class Transcript: Sendable {
    private let state = Mutex((number: 0, failures: 0))
    private let write: @Sendable (String) -> Void

    package init(write: @escaping @Sendable (String) -> Void = { print($0) }) { self.write = write }

    package var failures: Int { self.state.withLock { $0.failures } }

    func headline(_ text: String) { self.write("\n\(text)") }

    func remark(_ text: String) { self.write("       \(text)") }

    /// Runs a step. What it returns is what was seen; what it throws is why it failed.
    @discardableResult
    func step(_ title: String, _ work: () async throws -> String) async -> Bool {
        let start = ContinuousClock.now
        let outcome: (mark: String, seen: String)
        do {
            outcome = ("✓", try await work())
        } catch {
            outcome = ("✗", "\(error)")
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let number = self.state.withLock { state in
            state.number += 1
            if outcome.mark == "✗" { state.failures += 1 }
            return state.number
        }
        let label = (number < 10 ? " " : "") + "\(number)"
        let hundredths = Int((seconds * 100).rounded())
        let time = "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100) s"
        self.write("\(label) \(outcome.mark) \(title): \(outcome.seen) (\(time))")
        return outcome.mark == "✓"
    }
}

/// Why a step of the check failed: what was expected, and what was there instead.
struct CheckFailure: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// Asks again and again until there is an answer; throws with the wish where none came in time.
func eventually<Answer>(
    _ wish: String, within seconds: Double = 20, every milliseconds: Int = 40, _ look: () async throws -> Answer?
) async throws -> Answer {
    let deadline = ContinuousClock.now + .seconds(seconds)
    repeat {
        if let answer = try await look() { return answer }
        try await Task.sleep(for: .milliseconds(milliseconds))
    } while ContinuousClock.now < deadline
    throw CheckFailure("\(wish) did not happen within \(Int(seconds)) s")
}
