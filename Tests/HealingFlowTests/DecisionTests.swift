import HealingDomain
import HealingFlow
import HealingTesting
import Testing

struct DecisionTests {
    private static let passed = GateReport(results: [GateResult(gate: .rescan, verdict: .passed, detail: "gone")])
    private let decide = DecideAction(thresholds: Thresholds())

    @Test(arguments: [
        (TrackRecord(), 1.0, Decision.openPullRequest), (TrackRecord(), 0.9, .draftPullRequest),
        (TrackRecord(), 0.5, .notify), (TrackRecord(rejected: 1), 1.0, .draftPullRequest),
        (TrackRecord(approved: 14), 0.93, .openPullRequest), (TrackRecord(reverted: 20), 1.0, .notify),
    ])
    func `a past fix is decided by its record and its fit`(record: TrackRecord, quality: Double, expected: Decision) {
        let candidate = SolutionCandidate.sample(
            source: .pastFix, evidence: .pastFix(id: "fix-1", pullRequestURL: nil, approvedBy: nil),
            template: .sample(record: record), matchQuality: quality)
        #expect(self.decide(candidate, Self.passed).decision == expected)
    }

    @Test func `without a record a source has exactly its starting belief`() throws {
        let past = SolutionCandidate.sample(
            source: .pastFix, evidence: .pastFix(id: "fix-1", pullRequestURL: nil, approvedBy: nil),
            template: .sample(record: TrackRecord()), matchQuality: 1)
        let value = try #require(self.decide(past, Self.passed).confidence).value
        #expect(abs(value - 0.85) < 1e-6)
    }

    @Test(arguments: [Double.nan, .infinity, -0.1, 1.1])
    func `a match that is no number is not scored and only told`(quality: Double) {
        let verdict = self.decide(.sample(matchQuality: quality), Self.passed)
        #expect(verdict.confidence == nil)
        #expect(verdict.decision == .notify)
    }

    @Test(arguments: [Double.nan, .infinity, -1, 2])
    func `a model's belief that is no number is not scored`(belief: Double) {
        let candidate = SolutionCandidate.sample(
            source: .model, evidence: .model(name: "m"), template: nil, statedConfidence: belief)
        #expect(self.decide(candidate, Self.passed).decision == .notify)
    }

    @Test func `nothing that failed a gate is ever a pull request`() {
        for gate in GateResult.Gate.allCases {
            var report = Self.passed
            report.results.append(GateResult(gate: gate, verdict: .failed, detail: "no"))
            #expect(self.decide(.sample(), report).decision == .notify)
        }
        #expect(self.decide(.sample(), GateReport()).decision == .notify)
    }

    @Test func `every factor of the score says what it is`() throws {
        let confidence = try #require(self.decide(.sample(), Self.passed).confidence)
        #expect(confidence.factors.count >= 2)
        #expect(confidence.factors.allSatisfy { !$0.explanation.isEmpty })
    }

    @Test func `successes raise the lower bound and failures lower it`() {
        var last = BetaPosterior(startingBelief: 0.85, successes: 0, failures: 0).lowerBound
        for count in 1...30 {
            let next = BetaPosterior(startingBelief: 0.85, successes: count, failures: 0).lowerBound
            #expect(next > last && next < 1)
            last = next
        }
        for count in 1...30 {
            let next = BetaPosterior(startingBelief: 0.85, successes: 30, failures: count).lowerBound
            #expect(next < last)
            last = next
        }
    }

    // Values of R's pbeta(x, a, b).
    @Test(arguments: [
        (0.5, 2.0, 2.0, 0.5), (0.25, 2.0, 3.0, 0.26171875), (0.9, 10.0, 1.0, 0.3486784401),
        (0.1, 0.5, 0.5, 0.2048327647),
    ])
    func `the incomplete beta function has its known values`(x: Double, a: Double, b: Double, expected: Double) {
        #expect(abs(RegularizedIncompleteBeta.value(at: x, a, b) - expected) < 1e-9)
    }
}
