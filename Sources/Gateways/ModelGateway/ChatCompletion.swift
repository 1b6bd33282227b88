import FoundationEssentials
import HealingDomain

/// The request of `POST /chat/completions`.
enum ChatRequest {
    private static let answerTokens = 2000

    /// With `isStructured` the service is asked to hold the answer to the schema, which not every service can.
    static func bytes(model: String, prompt: RepairPrompt, isStructured: Bool) throws -> [UInt8] {
        var fields: [String: JSONValue] = [
            "model": .text(model), "temperature": 0, "max_tokens": .number(self.answerTokens), "stream": false,
            "messages": [
                ["role": "system", "content": .text(prompt.system)], ["role": "user", "content": .text(prompt.user)],
            ],
        ]
        if isStructured {
            fields["response_format"] = [
                "type": "json_schema", "json_schema": ["name": "repair", "strict": true, "schema": self.schema],
            ]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(JSONValue.object(fields)))
    }

    private static let schema: JSONValue = [
        "type": "object", "additionalProperties": false, "required": ["edits", "explanation", "confidence"],
        "properties": [
            "edits": [
                "type": "array", "maxItems": 5,
                "items": [
                    "type": "object", "additionalProperties": false, "required": ["search", "replace"],
                    "properties": ["search": ["type": "string"], "replace": ["type": "string"]],
                ],
            ],
            "explanation": ["type": "string"], "confidence": ["type": "number", "minimum": 0, "maximum": 1],
        ],
    ]
}

/// The answer of `POST /chat/completions`, as far as it is used.
struct ChatCompletion: Decodable {
    struct Choice: Decodable {
        struct Message: Decodable {
            var content: String?
            var refusal: String?
        }

        var message: Message
        var finish_reason: String?
    }

    var choices: [Choice]

    /// The words of the first choice, if they are whole.
    static func content(of body: [UInt8], doing: String) throws(Fault) -> String {
        guard let completion = try? JSONDecoder().decode(Self.self, from: Data(body)) else {
            throw Fault(doing: doing, detail: "the model service's answer is not a chat completion")
        }
        guard let choice = completion.choices.first else {
            throw Fault(doing: doing, detail: "the model service's answer has no choice in it")
        }
        if let refusal = choice.message.refusal, !refusal.isEmpty {
            throw Fault(doing: doing, detail: "the model refused: \(refusal.prefix(300))")
        }
        if choice.finish_reason == "length" {
            throw Fault(doing: doing, detail: "the model's answer was cut at its length limit")
        }
        guard let content = choice.message.content, content.contains(where: { !$0.isWhitespace }) else {
            throw Fault(doing: doing, detail: "the model's answer is empty")
        }
        return content
    }
}
