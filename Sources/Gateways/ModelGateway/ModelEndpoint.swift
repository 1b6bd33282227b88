import FoundationEssentials
import HTTPCalling
import HealingDomain
import Observability

/// A service with OpenAI's HTTP interface: Ollama, vLLM, llama.cpp, NIM, LM Studio and others.
struct ModelEndpoint: Sendable {
    private static let answerLimit = 4 << 20
    let caller: any HTTPCaller
    /// With the version, such as `http://127.0.0.1:1234/v1`.
    let baseURL: String
    let model: String
    let apiKey: String?
    let timeoutSeconds: Double

    /// Posts the bytes to `path` and gives a successful answer's body, or the refusal.
    func post(_ body: [UInt8], to path: String, doing: String) async throws(Fault) -> ModelAnswer {
        var headers = [HTTPField("Content-Type", "application/json"), HTTPField("Accept", "application/json")]
        if let apiKey, !apiKey.isEmpty { headers.append(HTTPField("Authorization", "Bearer \(apiKey)")) }
        let call = HTTPCall(
            "POST", self.url(path), headers: headers, body: body, timeoutSeconds: self.timeoutSeconds,
            answerLimit: Self.answerLimit)
        do throws(HTTPFailure) {
            let answer = try await self.caller.call(call)
            return answer.isSuccess ? .success(answer.body) : .refusal(answer)
        } catch {
            throw Fault(
                doing: doing, detail: SecretRedactor.redact(error.description), isRetryable: error.isRetryable,
                advice: error.kind == .badURL ? "Check the model's base URL." : nil)
        }
    }

    private func url(_ path: String) -> String {
        self.baseURL.hasSuffix("/") ? self.baseURL + path : "\(self.baseURL)/\(path)"
    }
}

enum ModelAnswer: Sendable {
    case success([UInt8])
    case refusal(HTTPAnswer)
}

extension Fault {
    /// What a status other than success means.
    init(doing: String, refusal: HTTPAnswer) {
        let words = SecretRedactor.redact(String(refusal.text.prefix(300)))
        let isRetryable = [408, 429].contains(refusal.status) || refusal.status >= 500
        let advice: String? =
            switch refusal.status {
            case 401, 403: "Check the model's API key."
            case 404: "Check the model's base URL and name."
            default: nil
            }
        self.init(
            doing: doing, detail: "the model service answered \(refusal.status): \(words)", isRetryable: isRetryable,
            retryAfterSeconds: refusal.retryAfterSeconds, advice: advice)
    }
}
