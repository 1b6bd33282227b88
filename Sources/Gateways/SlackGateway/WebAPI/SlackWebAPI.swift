package import FoundationEssentials
package import HTTPCalling
package import HealingDomain

/// Calls Slack's Web API: asks politely, waits when told to, and says what an error means.
package struct SlackWebAPI: Sendable {
    package static let standardURL = "https://slack.com/api/"

    /// How the client waits and repeats.
    package struct Pace: Sendable {
        /// A longer wait is not waited here: the fault says when to come again, and the worker's queue keeps the work.
        package var longestWaitSeconds: Double
        package var attempts: Int
        package var now: @Sendable () -> Date
        package var sleep: @Sendable (Double) async throws -> Void
        /// From 0 to 1.
        package var chance: @Sendable () -> Double

        package init(
            longestWaitSeconds: Double = 30, attempts: Int = 4, now: @escaping @Sendable () -> Date = { Date() },
            sleep: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) },
            chance: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
        ) {
            self.longestWaitSeconds = longestWaitSeconds
            self.attempts = attempts
            self.now = now
            self.sleep = sleep
            self.chance = chance
        }
    }

    private let caller: any HTTPCaller
    private let baseURL: String
    private let token: SlackToken
    private let lanes = RateLanes()
    let pace: Pace

    /// `baseURL` is where the methods' names are put behind: Slack's, or a stand-in's on loopback.
    package init(
        caller: any HTTPCaller, token: SlackToken, baseURL: String = SlackWebAPI.standardURL, pace: Pace = Pace()
    ) {
        self.caller = caller
        self.token = token
        self.baseURL = baseURL.hasSuffix("/") ? baseURL : baseURL + "/"
        self.pace = pace
    }

    /// The answer of a call that Slack says went well. `doing` is the action, as in `Fault`.
    package func call(
        _ method: SlackMethod, _ arguments: [String: JSONValue], doing: String
    ) async throws(Fault) -> JSONValue {
        do throws(SlackFailure) {
            return try await self.perform(method, arguments, doing: doing)
        } catch {
            throw error.fault
        }
    }

    /// All elements under `key` of all pages.
    package func list(
        _ method: SlackMethod, _ arguments: [String: JSONValue], key: String, doing: String
    ) async throws(Fault) -> [JSONValue] {
        do throws(SlackFailure) {
            return try await self.collect(method, arguments, key: key, doing: doing)
        } catch {
            throw error.fault
        }
    }

    /// A short page is not the last one: only an empty cursor is.
    func collect(
        _ method: SlackMethod, _ arguments: [String: JSONValue], key: String, doing: String
    ) async throws(SlackFailure) -> [JSONValue] {
        var arguments = arguments
        var elements: [JSONValue] = []
        var seen: Set<String> = []
        while true {
            let page = try await self.perform(method, arguments, doing: doing)
            elements += page[key].elements
            guard let cursor = page.nextCursor else { return elements }
            guard seen.insert(cursor).inserted else {
                throw SlackFailure(fault: Fault(doing: doing, detail: "Slack gives the same page again and again"))
            }
            arguments["cursor"] = .string(cursor)
        }
    }

    func perform(
        _ method: SlackMethod, _ arguments: [String: JSONValue], doing: String
    ) async throws(SlackFailure) -> JSONValue {
        let request = self.request(method, arguments)
        var attempt = 1
        while true {
            try await self.waitForLane(method, doing: doing)
            do throws(SlackFailure) {
                return try await self.once(request, method, doing: doing)
            } catch {
                let asked = error.fault.retryAfterSeconds
                if let asked { await self.lanes.pause(method.name, until: self.pace.now() + asked) }
                // What was refused for its rate did not happen; anything else may only be repeated where that is safe.
                let mayRepeat =
                    asked != nil || error.fault.isRetryable && (method.isRepeatable || !error.mayHaveHappened)
                guard mayRepeat, attempt < self.pace.attempts else { throw error }
                if asked == nil { try await self.sleep(0.25 * Double(1 << min(attempt, 6)), doing: doing) }
                attempt += 1
            }
        }
    }

    private func waitForLane(_ method: SlackMethod, doing: String) async throws(SlackFailure) {
        guard let seconds = await self.lanes.wait(for: method.name, now: self.pace.now()) else { return }
        guard seconds <= self.pace.longestWaitSeconds else {
            throw SlackFailure(
                fault: Fault(
                    doing: doing, detail: "Slack asked for \(Int(seconds)) s without \(method.name)", isRetryable: true,
                    retryAfterSeconds: seconds, advice: SlackAdvice.text(for: "ratelimited", needed: nil)),
                code: "ratelimited")
        }
        try await self.sleep(seconds, doing: doing)
    }

    /// A little more than asked, so that those who wait together do not come back together.
    private func sleep(_ seconds: Double, doing: String) async throws(SlackFailure) {
        do {
            try await self.pace.sleep(seconds + 0.2 * self.pace.chance())
        } catch {
            throw SlackFailure(fault: Fault(doing: doing, detail: "cancelled while waiting", isRetryable: true))
        }
    }

    private func once(_ request: HTTPCall, _ method: SlackMethod, doing: String) async throws(SlackFailure) -> JSONValue
    {
        let answer: HTTPAnswer
        do throws(HTTPFailure) {
            answer = try await self.caller.call(request)
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
