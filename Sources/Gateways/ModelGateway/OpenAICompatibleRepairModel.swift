package import HTTPCalling
package import HealingDomain
import Synchronization

/// A language model behind OpenAI's chat interface.
///
/// Its answer is asked for as JSON of a fixed schema; a service that cannot hold a model to a schema is remembered and
/// asked in words only. Every answer is checked the same way: edits in this file only, each with a unique place, few
/// and short.
package final class OpenAICompatibleRepairModel: RepairModel {
    package let name: String
    private let endpoint: ModelEndpoint
    private let nonce: @Sendable () -> String
    private let takesSchema = Atomic<Bool>(true)

    /// `baseURL` includes the version, such as `http://127.0.0.1:1234/v1`. `nonce` gives an unguessable word.
    package init(
        caller: any HTTPCaller, baseURL: String, model: String, apiKey: String? = nil, timeoutSeconds: Double = 60,
        nonce: @escaping @Sendable () -> String = { OpenAICompatibleRepairModel.randomWord() }
    ) {
        self.name = model
        self.endpoint = ModelEndpoint(
            caller: caller, baseURL: baseURL, model: model, apiKey: apiKey, timeoutSeconds: timeoutSeconds)
        self.nonce = nonce
    }

    package func propose(_ request: RepairRequest) async throws(Fault) -> RepairProposal? {
        let doing = "asking \(self.name) to repair \(request.file.path)"
        guard request.finding.path == request.file.path else {
            throw Fault(doing: doing, detail: "the finding is in another file, \(request.finding.path)")
        }
        let prompt = RepairPrompt(request, nonce: self.nonce())
        let body = try await self.ask(prompt, doing: doing)
        let answer = try RepairAnswer(words: try ChatCompletion.content(of: body, doing: doing), doing: doing)
        guard !answer.edits.isEmpty else { return nil }
        let edits = RepairEdits(file: request.file, finding: request.finding, doing: doing)
        return RepairProposal(
            change: try edits.change(by: answer.edits), explanation: answer.explanation ?? "",
            statedConfidence: answer.confidence)
    }

    private func ask(_ prompt: RepairPrompt, doing: String) async throws(Fault) -> [UInt8] {
        let isStructured = self.takesSchema.load(ordering: .relaxed)
        switch try await self.send(prompt, isStructured: isStructured, doing: doing) {
        case .success(let body): return body
        case .refusal(let refusal):
            // 400, 415, 422 and 501 are how services say that they know no such response format.
            guard isStructured, [400, 415, 422, 501].contains(refusal.status) else {
                throw Fault(doing: doing, refusal: refusal)
            }
        }
        switch try await self.send(prompt, isStructured: false, doing: doing) {
        case .success(let body):
            self.takesSchema.store(false, ordering: .relaxed)
            return body
        case .refusal(let refusal): throw Fault(doing: doing, refusal: refusal)
        }
    }

    private func send(_ prompt: RepairPrompt, isStructured: Bool, doing: String) async throws(Fault) -> ModelAnswer {
        let body: [UInt8]
        do {
            body = try ChatRequest.bytes(model: self.name, prompt: prompt, isStructured: isStructured)
        } catch {
            throw Fault(doing: doing, detail: "the request cannot be written as JSON", cause: error)
        }
        return try await self.endpoint.post(body, to: "chat/completions", doing: doing)
    }

    /// 128 random bits.
    package static func randomWord() -> String {
        String(UInt64.random(in: .min ... .max), radix: 16) + String(UInt64.random(in: .min ... .max), radix: 16)
    }
}
