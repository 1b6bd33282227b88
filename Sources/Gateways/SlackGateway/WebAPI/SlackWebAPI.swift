import FoundationEssentials
package import HTTPCalling
package import HealingDomain

/// Calls Slack's Web API: asks politely, waits when told to, and says what an error means.
///
/// Copies share their rate lanes, whatever their priority.
package struct SlackWebAPI: Sendable {
    package static let standardURL = "https://slack.com/api/"

    private let exchange: SlackExchange
    private let lanes = RateLanes()
    private var priority = CallPriority.interactive
    let pace: Pace
    /// Whether Slack serves history in full to this app.
    package let allowance: HistoryAllowance

    /// `baseURL` is where the methods' names are put behind: Slack's, or a stand-in's on loopback.
    package init(
        caller: any HTTPCaller, token: SlackToken, baseURL: String = SlackWebAPI.standardURL, pace: Pace = Pace()
    ) {
        self.exchange = SlackExchange(
            caller: caller, baseURL: baseURL.hasSuffix("/") ? baseURL : baseURL + "/", token: token)
        self.pace = pace
        self.allowance = HistoryAllowance(now: pace.now)
    }

    /// The same client, on the same lanes, for calls of another urgency.
    package func prioritized(_ priority: CallPriority) -> SlackWebAPI {
        var copy = self
        copy.priority = priority
        return copy
    }

    /// The answer of a call that Slack says went well. `doing` is the action, as in `Fault`.
    package func call(
        _ method: SlackMethod, _ arguments: [String: JSONValue], doing: String
    ) async throws(Fault) -> JSONValue {
        do throws(SlackFailure) {
            return try await self.perform(method, arguments, doing: doing)
        } catch {
            throw error.faultInFull
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
        var attempt = 1
        while true {
            try await self.waitForTurn(method, arguments, doing: doing)
            do throws(SlackFailure) {
                return try await self.once(method, arguments, doing: doing)
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

    private func once(
        _ method: SlackMethod, _ arguments: [String: JSONValue], doing: String
    ) async throws(SlackFailure) -> JSONValue {
        guard HistoryAllowance.concerns(method) else {
            return try await self.exchange.run(method, arguments, doing: doing)
        }
        var arguments = arguments
        let limit = arguments["limit"]?.int
        if self.allowance.reduction != nil {
            arguments["limit"] = .number("\(min(limit ?? HistoryAllowance.reducedPage, HistoryAllowance.reducedPage))")
        }
        do throws(SlackFailure) {
            let page = try await self.exchange.run(method, arguments, doing: doing)
            self.allowance.observe(page, limit: arguments["limit"]?.int)
            return page
        } catch {
            if let seconds = error.fault.retryAfterSeconds { self.allowance.observe(retryAfter: seconds) }
            throw error
        }
    }
}

extension SlackWebAPI {
    private func waitForTurn(
        _ method: SlackMethod, _ arguments: [String: JSONValue], doing: String
    ) async throws(SlackFailure) {
        let ticket = await self.lanes.join(
            self.demands(of: method, arguments), priority: self.priority, now: self.pace.now())
        while let seconds = await self.lanes.ask(ticket, now: self.pace.now()) {
            do throws(SlackFailure) {
                guard seconds <= self.pace.longestWait(self.priority) else {
                    throw self.tooLong(seconds, method, doing: doing)
                }
                try await self.sleep(seconds, doing: doing)
            } catch {
                await self.lanes.leave(ticket)
                throw error
            }
        }
    }

    private func demands(of method: SlackMethod, _ arguments: [String: JSONValue]) -> [RateLanes.Demand] {
        let isReduced = HistoryAllowance.concerns(method) && self.allowance.reduction != nil
        let own = RateLanes.Demand(lane: method.name, limit: isReduced ? .reducedHistory : LaneLimit(method.tier))
        guard method == .postMessage, let channel = arguments["channel"]?.text else { return [own] }
        return [own, RateLanes.Demand(lane: "\(method.name) \(channel)", limit: .posting)]
    }

    private func tooLong(_ seconds: Double, _ method: SlackMethod, doing: String) -> SlackFailure {
        SlackFailure(
            fault: Fault(
                doing: doing, detail: "Slack takes no \(method.name) for another \(Int(seconds.rounded(.up))) s",
                isRetryable: true, retryAfterSeconds: seconds,
                advice: SlackAdvice.text(for: "ratelimited", needed: nil)),
            code: "ratelimited")
    }

    /// A little more than asked, so that those who wait together do not come back together.
    private func sleep(_ seconds: Double, doing: String) async throws(SlackFailure) {
        do {
            try await self.pace.sleep(seconds + 0.2 * self.pace.chance())
        } catch {
            throw SlackFailure(fault: Fault(doing: doing, detail: "cancelled while waiting", isRetryable: true))
        }
    }
}
