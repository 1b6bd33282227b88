package import HealingDomain
package import Logging

/// Asks one source after the other for answers to a finding.
package struct FindSolution: Sendable {
    /// In the order they are asked: the team's threads, its past fixes, the model where there is one.
    package let sources: [any SolutionFinder]
    let logger: Logger

    package init(sources: [any SolutionFinder], logger: Logger) {
        self.sources = sources
        self.logger = logger
    }

    /// The candidates of one source, best first. A source that is down is noted and passed over, so that the next one
    /// is still asked.
    func callAsFunction(_ healing: inout Healing, in source: any SolutionFinder) async throws(Fault) -> [Candidate] {
        do throws(Fault) {
            let answer = try await source.candidates(for: healing)
            healing.record.dropped += answer.dropped
            return answer.candidates
        } catch {
            self.logger.warning(
                "source not available", metadata: ["source": "\(source.source)", "error": "\(error)"])
            healing.record.dropped.append(
                DroppedCandidate(source: source.source, reason: "not asked: \(error.detail)", wasNotAsked: true))
            return []
        }
    }
}

/// One place to look for a solution.
package protocol SolutionFinder: Sendable {
    var source: SolutionSource { get }
    /// A costly source is asked only while nothing earned at least a draft.
    var isCostly: Bool { get }
    func candidates(for healing: Healing) async throws(Fault) -> FinderAnswer
}

/// What a source had: candidates, best first, and what it looked at and dropped.
package struct FinderAnswer: Sendable {
    package var candidates: [Candidate]
    package var dropped: [DroppedCandidate]

    package init(candidates: [Candidate] = [], dropped: [DroppedCandidate] = []) {
        self.candidates = candidates
        self.dropped = dropped
    }
}
