import FixReplay
import HealingDomain
import Testing

/// Learns from one fix and replays it on other code, as the healing flow does.
struct Replaying {
    var language: Language
    var before: String
    var after: String

    func learned() throws -> [FixTemplate] {
        let example = FixExample(language: self.language, before: self.before, after: self.after)
        guard case .learned(let templates) = FixLearner().learn(example) else {
            Issue.record("nothing was learned: \(FixLearner().learn(example))")
            return []
        }
        return templates
    }

    func outcome(on code: String, lines: ClosedRange<Int>? = nil) throws -> ReplayOutcome {
        FixApplier().apply(
            try self.learned(), to: ReplayTarget(language: self.language, content: code, focus: lines))
    }

    /// The new code; `nil` where the replay abstained.
    func result(on code: String, lines: ClosedRange<Int>? = nil) throws -> String? {
        guard case .edited(let updated, _, _) = try self.outcome(on: code, lines: lines) else { return nil }
        return updated
    }
}
