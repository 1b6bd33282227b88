package import HealingDomain

/// What a token is for and what it may do: the answer of `auth.test`.
package struct SlackAccess: Sendable, Hashable {
    package var identity: BotIdentity
    package var teamName: String
    /// `nil` where Slack did not say.
    package var scopes: Set<String>?

    /// Scopes of our manifest that the token lacks; without them some feature does not work.
    package var missingScopes: [SlackScope] { self.lacking(SlackScope.required) }

    /// The same of those that may be refused.
    package var missingOptionalScopes: [SlackScope] { self.lacking(SlackScope.optional) }

    /// Scopes that the token has and nothing needs.
    package var needlessScopes: [String] {
        let asked = Set((SlackScope.required + SlackScope.optional).map(\.name))
        return (self.scopes ?? []).subtracting(asked).sorted()
    }

    private func lacking(_ wanted: [SlackScope]) -> [SlackScope] {
        guard let scopes = self.scopes else { return [] }
        return wanted.filter { !scopes.contains($0.name) }
    }
}

extension SlackWebAPI {
    /// Asks Slack whose token this is.
    package func access() async throws(Fault) -> SlackAccess {
        let doing = "asking Slack who the bot is"
        let answer = try await self.call(.authTest, [:], doing: doing)
        guard let user = answer["user_id"].text, let team = answer["team_id"].text else {
            throw Fault(doing: doing, detail: "the answer names no user or team")
        }
        let scopes = answer[JSONValue.scopesKey].text.map { text in
            Set(text.split(separator: ",").map { String($0).trimmed })
        }
        return SlackAccess(
            identity: BotIdentity(user: PersonID(user), teamID: team, botID: answer["bot_id"].text),
            teamName: answer["team"].text ?? team, scopes: scopes)
    }
}
