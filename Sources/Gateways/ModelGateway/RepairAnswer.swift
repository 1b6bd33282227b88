import FoundationEssentials
import HealingDomain

/// The JSON object a model was asked for.
struct RepairAnswer: Decodable, Sendable, Hashable {
    struct Replacement: Decodable, Sendable, Hashable {
        var search: String
        var replace: String
        /// Not asked for; where it is given it must name the file in question.
        var path: String?
    }

    private static let explanationLimit = 2000

    var edits: [Replacement]
    var explanation: String?
    var confidence: Double?

    /// Reads the model's words: the bare object, or one in a Markdown fence, after a `<think>` block at most.
    init(words: String, doing: String) throws(Fault) {
        let object = Self.object(in: words)
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(object.utf8))
        } catch {
            throw Fault(doing: doing, detail: "the model's answer is not the JSON asked for: \(words.prefix(120))")
        }
        if let confidence, !(0...1).contains(confidence) {
            throw Fault(
                doing: doing, detail: "the model states a confidence of \(confidence), which is not from 0 to 1")
        }
        self.explanation = self.explanation.map { String($0.prefix(Self.explanationLimit)) }
    }

    private static func object(in words: String) -> Substring {
        var text = words[...].trimmed
        if text.hasPrefix("<think>"), let end = text.firstRange(of: "</think>") {
            text = text[end.upperBound...].trimmed
        }
        guard text.hasPrefix("```"), text.hasSuffix("```"), let line = text.firstIndex(where: \.isNewline) else {
            return text
        }
        let inner = text[text.index(after: line)...]
        return inner.count >= 3 ? inner.dropLast(3).trimmed : inner
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        let rest = self.drop(while: \.isWhitespace)
        guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return rest.prefix(0) }
        return rest[...last]
    }
}
