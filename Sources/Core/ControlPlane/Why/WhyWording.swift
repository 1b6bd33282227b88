import FoundationEssentials
import HealingDomain

extension Double {
    /// `91%`, rounded down; a number that is none reads as `?`.
    var percentInWords: String { Int(exactly: (self * 100).rounded(.down)).map { "\($0)%" } ?? "?" }
}

extension TrackRecord {
    /// `Used 14 times: 13 approved, 1 edited, 0 rejected, 0 reverted.`
    var inWords: String {
        let uses = self.good + self.bad
        guard uses > 0 else { return "Never used before." }
        let checks = self.failedChecks > 0 ? ", \(self.failedChecks) failed checks" : ""
        return "Used \(uses) \(uses == 1 ? "time" : "times"): \(self.approved) approved, \(self.edited) edited, "
            + "\(self.rejected) rejected, \(self.reverted) reverted\(checks)."
    }
}

extension SolutionSource {
    var inWords: String {
        switch self {
        case .thread: "team thread"
        case .pastFix: "past fix"
        case .model: "model"
        }
    }

    var pluralInWords: String {
        switch self {
        case .thread: "team threads"
        case .pastFix: "past fixes"
        case .model: "a model"
        }
    }
}

extension Decision {
    var inWords: String {
        switch self {
        case .openPullRequest: "opened a pull request"
        case .draftPullRequest: "opened a draft and asked"
        case .notify: "only told the channel"
        }
    }
}
