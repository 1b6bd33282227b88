/// A failure that a test asks for: the next calls of one method get it.
package struct SlackTrouble: Sendable, Hashable {
    /// An error that the method's page names; `nil` for an answer that is no JSON at all.
    package var error: String?
    package var status: Int
    /// Seconds of a `Retry-After`.
    package var retryAfter: Int?
    /// Whether the call does its work and only the answer is lost.
    package var happens: Bool
    package var times: Int

    package init(error: String?, status: Int = 200, retryAfter: Int? = nil, happens: Bool = false, times: Int = 1) {
        self.error = error
        self.status = status
        self.retryAfter = retryAfter
        self.happens = happens
        self.times = times
    }

    var reply: SlackReply {
        let body = self.error.map { SlackError($0).answer }
        return SlackReply(status: self.status, retryAfter: self.retryAfter, body: body)
    }
}

/// What a call of the Web API is answered.
package struct SlackReply: Sendable, Hashable {
    package var status = 200
    package var retryAfter: Int?
    /// `nil` where Slack's own machines are in trouble: the body is no JSON then.
    package var body: JSON?
    /// What the token may do, as the header `x-oauth-scopes` says.
    package var scopes: String?
}

extension SlackWorkspace {
    /// Makes the next calls of a method fail. An error that the method's page does not name is refused: a test must not
    /// rely on what Slack never says.
    package func trouble(_ method: String, _ trouble: SlackTrouble) throws {
        guard let rule = SlackMethodRule.of(method) else { throw SlackError("unknown_method") }
        if let error = trouble.error, !rule.documents(error) { throw SlackError("undocumented_error") }
        self.troubles[method, default: []].append(trouble)
    }

    /// How strictly calls are counted.
    package func limitRates(_ profile: SlackRateMeter.Profile) { self.meter = SlackRateMeter(profile) }

    /// Calls that came before Slack said they may.
    package var impatientCalls: Int { self.meter.impatientCalls }

    /// What the installed app may do, as if a person had approved these scopes.
    package func grant(_ scopes: Set<String>) { self.scopes = scopes }

    func nextTrouble(_ method: String) -> SlackTrouble? {
        guard var first = self.troubles[method]?.first else { return nil }
        first.times -= 1
        if first.times > 0 {
            self.troubles[method]?[0] = first
        } else {
            self.troubles[method]?.removeFirst()
        }
        return first
    }

    /// The scope that a call needs and the app was not granted.
    func missingScope(_ rule: SlackMethodRule, _ arguments: JSON) -> String? {
        guard let scope = rule.scope else { return nil }
        // Of the app-level token, which the door has checked; the others are the bot's.
        if scope == "connections:write" { return nil }
        guard ["read", "history"].contains(scope) else { return self.scopes.contains(scope) ? nil : scope }
        let kinds: [String]
        if let channel = arguments["channel"]?.string {
            let isPrivate = self.channels.first { $0.id == channel }?.isPrivate ?? false
            kinds = [channel.hasPrefix("D") ? "im" : isPrivate ? "groups" : "channels"]
        } else {
            let types = (arguments["types"]?.string ?? "public_channel").split { $0 == "," || $0 == " " }
            let prefixes = ["public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"]
            kinds = types.compactMap { prefixes[String($0)] }
        }
        return kinds.map { "\($0):\(scope)" }.first { !self.scopes.contains($0) }
    }
}
