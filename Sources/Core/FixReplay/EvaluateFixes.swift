import FoundationEssentials
import HealingDomain

/// `codehealer evaluate fixes`: one request a line, one answer a line, in order.
package struct EvaluateFixes: Sendable {
    private struct Request: Decodable {
        struct Pair: Decodable {
            var before: String
            var after: String
        }
        var id: String
        var language: String
        var example: Pair?
        var examples: [Pair]?
        var target: String
        var line: Int?
    }

    private struct Answer: Encodable {
        var id: String?
        var result: String?
        var level: String?
        var why: String
        var ms: Double

        private enum Key: String, CodingKey { case id, result, level, why, ms }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(self.id, forKey: .id)
            try container.encode(self.result, forKey: .result)
            try container.encode(self.level, forKey: .level)
            try container.encode(self.why, forKey: .why)
            try container.encode(self.ms, forKey: .ms)
        }
    }

    private let clock = ContinuousClock()

    package init() {}

    /// The answer to one line of JSON; a line that cannot be read is answered too, so that the order holds.
    package func answer(to line: String) -> String {
        let start = self.clock.now
        var answer = Answer(id: nil, result: nil, level: nil, why: "the request is not what the door reads", ms: 0)
        if let request = try? JSONDecoder().decode(Request.self, from: Data(line.utf8)) {
            answer.id = request.id
            self.replay(request, &answer)
        }
        let elapsed = (self.clock.now - start).components
        answer.ms = Double(elapsed.seconds) * 1_000 + Double(elapsed.attoseconds) / 1e15
        let data = (try? JSONEncoder().encode(answer)) ?? Data("{}".utf8)
        return String(decoding: data, as: UTF8.self)
    }

    private func replay(_ request: Request, _ answer: inout Answer) {
        let language = Language(name: request.language)
        let pairs = request.examples ?? request.example.map { [$0] } ?? []
        let examples = pairs.map { FixExample(language: language, before: $0.before, after: $0.after) }
        var templates: [FixTemplate] = []
        for example in examples {
            switch FixLearner().learn(example) {
            case .learned(let ladder): templates += ladder
            case .refused(let reason): answer.why = reason
            }
        }
        guard !templates.isEmpty else { return }
        let focus = request.line.map { $0...$0 }
        let target = ReplayTarget(language: language, content: request.target, focus: focus)
        switch FixApplier().apply(templates, to: target) {
        case .edited(let updated, let template, let quality):
            answer.result = updated
            answer.level = template.level.rawValue
            answer.why = "\(template.window.rawValue), chance \(Int(quality * 100)) %\n\(template.summary)"
        case .abstained(let reason): answer.why = reason
        }
    }
}
