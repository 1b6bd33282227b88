package import HealingDomain

/// What confidence buys: a pull request, a draft, or a message only. Pure, and it fails closed.
package struct DecideAction: Sendable {
    let thresholds: Thresholds
    let score = ScoreConfidence()

    package init(thresholds: Thresholds) { self.thresholds = thresholds }

    package func callAsFunction(_ candidate: SolutionCandidate, _ gates: GateReport) -> Verdict {
        let confidence = self.score(candidate)
        guard candidate.change != nil, gates.passed, let confidence else {
            return Verdict(gates: gates, confidence: confidence, decision: .notify)
        }
        let decision: Decision =
            if confidence.value >= self.thresholds.openPullRequest {
                .openPullRequest
            } else if confidence.value >= self.thresholds.draftPullRequest {
                .draftPullRequest
            } else {
                .notify
            }
        return Verdict(gates: gates, confidence: confidence, decision: decision)
    }
}
