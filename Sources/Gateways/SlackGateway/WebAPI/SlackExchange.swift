import HTTPCalling
import HealingDomain

/// One call and its answer on the wire: form or JSON, and what the answer means.
struct SlackExchange: Sendable {
    let caller: any HTTPCaller
    let baseURL: String
    let token: SlackToken

    func run(
        _ method: SlackMethod, _ arguments: [String: JSONValue], doing: String
    ) async throws(SlackFailure) -> JSONValue {
        let answer: HTTPAnswer
        do throws(HTTPFailure) {
            answer = try await self.caller.call(self.request(method, arguments))
        } catch {
            throw SlackFailure(
                fault: Fault(
                    doing: doing, detail: SlackRedaction.redact("no answer from Slack: \(error)"),
                    isRetryable: error.isRetryable || error.kind == .cancelled,
                    advice: "Slack cannot be reached from here; I go on when it can."),
                mayHaveHappened: error.kind != .couldNotConnect && error.kind != .badURL)
        }
        return try self.read(answer, method, doing: doing)
    }

    private func read(_ answer: HTTPAnswer, _ method: SlackMethod, doing: String) throws(SlackFailure) -> JSONValue {
        let body = try? JSONValue(parsing: answer.body)
        let isLimited = answer.status == 429 || ["ratelimited", "rate_limited"].contains(body?["error"].text)
        if isLimited {
            throw SlackFailure(
                fault: Fault(
                    doing: doing, detail: "Slack limits the rate of \(method.name)", isRetryable: true,
                    retryAfterSeconds: answer.retryAfterSeconds ?? 30,
                    advice: SlackAdvice.text(for: "ratelimited", needed: nil)),
                code: "ratelimited")
        }
        if let body, body["ok"].bool == true, answer.status < 300 { return body.with(scopes: answer) }
        if let body, body["ok"].bool == false { throw SlackFailure(refusal: body, doing: doing) }
        throw SlackFailure(
            fault: Fault(
                doing: doing, detail: "Slack answered \(answer.status) without a result",
                isRetryable: answer.status >= 500 || answer.status < 300),
            mayHaveHappened: answer.status >= 500 || answer.status < 300)
    }

    private func request(_ method: SlackMethod, _ arguments: [String: JSONValue]) -> HTTPCall {
        let authorization = HTTPField("Authorization", "Bearer \(self.token.value)")
        let contentType: HTTPField
        let body: [UInt8]
        switch method.encoding {
        case .json:
            contentType = HTTPField("Content-Type", "application/json; charset=utf-8")
            body = JSONValue.object(arguments).serialized
        case .form:
            contentType = FormBody.contentType
            var form = FormBody()
            for (name, value) in arguments.sorted(by: { $0.key < $1.key }) { form.append(name, value.formText) }
            body = form.bytes
        }
        return HTTPCall(
            "POST", self.baseURL + method.name, headers: [authorization, contentType], body: body,
            timeoutSeconds: method.timeoutSeconds, answerLimit: 16 << 20)
    }
}

extension JSONValue {
    /// `nil` where Slack has no further page.
    var nextCursor: String? { self["response_metadata"]["next_cursor"].text }

    /// The name under which the scopes of the token stand in an answer; Slack sends them as a header.
    static let scopesKey = "x-oauth-scopes"

    fileprivate func with(scopes answer: HTTPAnswer) -> JSONValue {
        guard let scopes = answer.header(Self.scopesKey) else { return self }
        var members = self.members
        members[Self.scopesKey] = .string(scopes)
        return .object(members)
    }

    fileprivate var formText: String {
        if case .string(let text) = self { text } else { self.serializedText }
    }
}
