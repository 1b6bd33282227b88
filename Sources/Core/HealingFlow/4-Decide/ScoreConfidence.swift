import HealingDomain

/// How sure an answer is, from the record of its template, its fit, and what stands behind it. Pure.
struct ScoreConfidence: Sendable {
    /// Without merged code behind it, a thread's edit is at most a draft; so is a model's until it has a record.
    static let draftCap = 0.84
    /// What is believed of a thread that somebody of the team saved as a proven fix: half as much doubt.
    static let provenBelief = 0.95

    /// `nil` is "not scored": a number is never invented.
    func callAsFunction(_ candidate: SolutionCandidate) -> Confidence? {
        guard candidate.matchQuality.isFinite, (0...1).contains(candidate.matchQuality) else { return nil }
        guard let belief = self.startingBelief(of: candidate) else { return nil }
        let record = candidate.template?.record ?? TrackRecord()
        let bound = BetaPosterior(startingBelief: belief, successes: record.good, failures: record.bad).lowerBound
        var factors = [
            Confidence.Factor(
                name: "record", value: bound,
                explanation: Self.words(for: record, of: candidate, belief: belief)),
            Confidence.Factor(
                name: "match", value: candidate.matchQuality, explanation: Self.words(forMatch: candidate)),
        ]
        var value = bound * candidate.matchQuality
        if let cap = self.cap(on: candidate), value > cap.value {
            factors.append(cap)
            value = cap.value
        }
        guard value.isFinite else { return nil }
        return Confidence(value: value, factors: factors)
    }

    /// What is believed of a source before it has a record here.
    private func startingBelief(of candidate: SolutionCandidate) -> Double? {
        switch candidate.source {
        case .thread: candidate.proven == nil ? 0.90 : Self.provenBelief
        case .pastFix: 0.85
        case .model:
            candidate.statedConfidence.flatMap { $0.isFinite && (0...1).contains($0) ? min($0, Self.draftCap) : nil }
        }
    }

    private func cap(on candidate: SolutionCandidate) -> Confidence.Factor? {
        switch candidate.source {
        case .thread where !candidate.evidence.hasMergedCode:
            .init(name: "cap", value: Self.draftCap, explanation: "no merged code stands behind the thread")
        case .model:
            .init(name: "cap", value: Self.draftCap, explanation: "a model's edit is at most a draft")
        default: nil
        }
    }

    private static func words(for record: TrackRecord, of candidate: SolutionCandidate, belief: Double) -> String {
        let percent = Int((belief * 100).rounded())
        if record == TrackRecord() {
            if candidate.source == .model { return "the model's own belief, capped" }
            let why = candidate.proven == nil ? "" : ", since it was saved as a proven fix"
            return "no record yet: starts at \(percent) %\(why)"
        }
        let counts = [
            (record.approved, "approved"), (record.edited, "edited first"), (record.rejected, "rejected"),
            (record.reverted, "reverted"), (record.failedChecks, "failed CI"),
        ]
        return counts.filter { $0.0 > 0 || $0.1 == "reverted" }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
            + (candidate.proven == nil ? "" : "; saved as a proven fix")
    }

    private static func words(forMatch candidate: SolutionCandidate) -> String {
        if let template = candidate.template { return "the template fits at level “\(template.level)”" }
        return candidate.change == nil ? "words only, no code to replay" : "made for this code"
    }
}
