/// What a record of successes and failures lets one believe, as a Beta distribution.
///
/// The prior is chosen so that its own lower bound equals the starting belief: with no record the confidence is exactly
/// that belief, and every decision moves it from there.
package struct BetaPosterior: Sendable {
    /// The lower bound is the point below which this share of the distribution lies.
    static let lowerShare = 0.20
    /// How many decisions the prior counts for.
    static let priorStrength = 12.0

    let successes: Double
    let failures: Double

    /// Successes and failures on top of the prior of a starting belief between 0 and 1.
    package init(startingBelief: Double, successes: Int, failures: Int) {
        let mean = Self.priorMean(lowerBound: startingBelief)
        self.successes = mean * Self.priorStrength + Double(successes)
        self.failures = (1 - mean) * Self.priorStrength + Double(failures)
    }

    package var lowerBound: Double { Self.quantile(Self.lowerShare, self.successes, self.failures) }

    private static func priorMean(lowerBound: Double) -> Double {
        bisect { mean in
            quantile(lowerShare, mean * priorStrength, (1 - mean) * priorStrength) < lowerBound
        }
    }

    private static func quantile(_ share: Double, _ a: Double, _ b: Double) -> Double {
        bisect { point in RegularizedIncompleteBeta.value(at: point, a, b) < share }
    }

    /// The number between 0 and 1 where the condition turns false, to about 1e-12.
    private static func bisect(_ isBelow: (Double) -> Bool) -> Double {
        var (low, high) = (1e-9, 1 - 1e-9)
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if isBelow(middle) { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
