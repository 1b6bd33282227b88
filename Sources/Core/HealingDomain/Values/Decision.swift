/// What confidence buys.
package enum Decision: String, Sendable, Codable {
    case openPullRequest, draftPullRequest, notify
}

/// A number between 0 and 1 with what it was made of. "Not scored" is `nil` at the place that holds it, never a number.
package struct Confidence: Sendable, Hashable, Codable {
    package var value: Double
    package var factors: [Factor]

    package struct Factor: Sendable, Hashable, Codable {
        package var name: String
        package var value: Double
        package var explanation: String

        package init(name: String, value: Double, explanation: String) {
            self.name = name
            self.value = value
            self.explanation = explanation
        }
    }

    package init(value: Double, factors: [Factor]) {
        self.value = value
        self.factors = factors
    }

    /// 0 to 100, rounded down; 0 for what is no number.
    package var percent: Int { self.value.isFinite ? Int((min(max(self.value, 0), 1) * 100).rounded(.down)) : 0 }
}

/// The two thresholds of a repository.
package struct Thresholds: Sendable, Hashable, Codable {
    package var openPullRequest: Double
    package var draftPullRequest: Double

    package init(openPullRequest: Double = 0.85, draftPullRequest: Double = 0.60) {
        self.openPullRequest = openPullRequest
        self.draftPullRequest = draftPullRequest
    }
}
