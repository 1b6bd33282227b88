import HTTPCalling
import HealingDomain

/// Answers a command or a click through its `response_url`, to that person alone. Slack takes five answers within
/// 30 minutes.
struct ResponseSender {
    let caller: any HTTPCaller
    let policy: ResponseURLPolicy
    let pace: SlackWebAPI.Pace

    private static let doing = "answering through a response_url"

    func send(_ message: JSONValue, to url: String) async throws(Fault) {
        guard self.policy.allows(url) else {
            throw Fault(doing: Self.doing, detail: "its host is not on the allow-list")
        }
        let body: JSONValue = [
            "response_type": "ephemeral", "replace_original": false, "text": message["text"],
            "blocks": message["blocks"],
        ]
        let call = HTTPCall(
            "POST", url, headers: [HTTPField("Content-Type", "application/json; charset=utf-8")], body: body.serialized,
            timeoutSeconds: 10, answerLimit: 1 << 20)
        let answer: HTTPAnswer
        do throws(HTTPFailure) {
            answer = try await self.caller.call(call)
        } catch {
            throw Fault(
                doing: Self.doing, detail: SlackRedaction.redact("no answer from Slack: \(error)"),
                isRetryable: error.kind == .couldNotConnect)
        }
        guard (200..<300).contains(answer.status), (try? JSONValue(parsing: answer.body))?["ok"].bool != false else {
            throw self.refusal(answer)
        }
    }

    private func refusal(_ answer: HTTPAnswer) -> Fault {
        Fault(
            doing: Self.doing,
            detail: "Slack answered \(answer.status) \(SlackRedaction.redact(String(answer.text.prefix(200))))",
            isRetryable: answer.status == 429 || answer.status == 503, retryAfterSeconds: answer.retryAfterSeconds,
            advice: "Slack takes answers for half an hour only: please ask again.")
    }
}
