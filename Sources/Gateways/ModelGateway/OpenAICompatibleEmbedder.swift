import FoundationEssentials
package import HTTPCalling
package import HealingDomain
import Observability

/// How a service learns whether a text is a question or a passage.
package enum PurposeStyle: Sendable, Hashable {
    /// Not at all.
    case none
    /// By words before the text, as the E5 and Nomic models were trained.
    case prefixes(query: String, passage: String)
    /// By the field `input_type`, as NIM's models need it.
    case inputType
}

/// Vectors from a service with OpenAI's `/embeddings`.
package struct OpenAICompatibleEmbedder: TextEmbedder {
    private static let batchSize = 64
    private static let textLimit = 8 << 10
    package let identity: String
    package let dimension: Int
    private let endpoint: ModelEndpoint
    private let style: PurposeStyle

    package init(
        caller: any HTTPCaller, baseURL: String, model: String, dimension: Int, apiKey: String? = nil,
        timeoutSeconds: Double = 30, style: PurposeStyle = .none
    ) {
        self.identity = "\(model)@\(dimension)"
        self.dimension = dimension
        self.style = style
        self.endpoint = ModelEndpoint(
            caller: caller, baseURL: baseURL, model: model, apiKey: apiKey, timeoutSeconds: timeoutSeconds)
    }

    package func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws(Fault) -> [[Float]] {
        var vectors: [[Float]] = []
        var rest = texts[...]
        while !rest.isEmpty {
            vectors += try await self.embedBatch(rest.prefix(Self.batchSize), as: purpose)
            rest = rest.dropFirst(Self.batchSize)
        }
        return vectors
    }

    private var doing: String { "embedding text with \(self.identity)" }

    private func embedBatch(
        _ texts: ArraySlice<String>, as purpose: EmbeddingPurpose
    ) async throws(Fault) -> [[Float]] {
        let body: [UInt8]
        do {
            body = Array(try JSONEncoder().encode(self.request(texts, as: purpose)))
        } catch {
            throw Fault(doing: self.doing, detail: "the request cannot be written as JSON", cause: error)
        }
        switch try await self.endpoint.post(body, to: "embeddings", doing: self.doing) {
        case .success(let answer): return try self.vectors(in: answer, count: texts.count)
        case .refusal(let refusal): throw Fault(doing: self.doing, refusal: refusal)
        }
    }

    private func request(_ texts: ArraySlice<String>, as purpose: EmbeddingPurpose) -> JSONValue {
        var prefix = ""
        var fields: [String: JSONValue] = ["model": .text(self.endpoint.model), "encoding_format": "float"]
        switch self.style {
        case .none: break
        case .prefixes(let query, let passage): prefix = purpose == .query ? query : passage
        case .inputType: fields["input_type"] = .text(purpose.rawValue)
        }
        fields["input"] = .list(texts.map { .text(prefix + Self.sendable($0)) })
        return .object(fields)
    }

    /// Services refuse an empty text and an over-long one.
    private static func sendable(_ text: String) -> String {
        let redacted = SecretRedactor.redact(text)
        guard redacted.utf8.count > self.textLimit else { return redacted.isEmpty ? " " : redacted }
        return String(decoding: redacted.utf8.prefix(self.textLimit), as: UTF8.self)
    }

    private struct Answer: Decodable {
        struct Item: Decodable {
            var index: Int
            var embedding: [Float]
        }

        var data: [Item]
    }

    private func vectors(in body: [UInt8], count: Int) throws(Fault) -> [[Float]] {
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else {
            throw Fault(doing: self.doing, detail: "the service's answer is not a list of embeddings")
        }
        let sorted = answer.data.sorted { $0.index < $1.index }
        guard sorted.map(\.index) == Array(0..<count) else {
            throw Fault(doing: self.doing, detail: "the service answered \(sorted.count) vectors for \(count) texts")
        }
        var vectors: [[Float]] = []
        for item in sorted { vectors.append(try self.unit(item.embedding)) }
        return vectors
    }

    private func unit(_ vector: [Float]) throws(Fault) -> [Float] {
        guard vector.count == self.dimension else {
            throw Fault(
                doing: self.doing, detail: "a vector has \(vector.count) numbers instead of \(self.dimension)",
                advice: "Set the dimension that the embedding model has.")
        }
        let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        guard length.isFinite, length > 0 else {
            throw Fault(doing: self.doing, detail: "a vector has no direction")
        }
        return vector.map { Float(Double($0) / length) }
    }
}
