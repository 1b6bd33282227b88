/// What a method of the Web API takes and how often, as Slack's reference has it. Anything else is refused, so that a bot
/// that works here does not fail there.
package struct SlackMethodRule: Sendable, Hashable {
    /// Calls a minute that Slack promises (docs.slack.dev, "Rate limits").
    package enum Tier: Int, Sendable {
        case one = 1
        case two = 20
        case three = 50
        case four = 100
        /// "Hundreds a minute": auth.test, chat.getPermalink.
        case hundreds = 300
        /// chat.postMessage: one a second in each channel, short bursts, and some hundreds a minute in all.
        case posting = 301
    }

    package var name: String
    package var required: Set<String>
    package var optional: Set<String>
    /// Many reading methods look at a form or the query only.
    package var takesJSON: Bool
    package var tier: Tier
    /// The scope it needs; `history` and `read` stand for `channels:`, `groups:` or `im:` by the kind of the channel.
    package var scope: String?
    /// Errors of its own page, besides those that every method may give.
    package var errors: Set<String>

    package var arguments: Set<String> { self.required.union(self.optional) }

    init(
        _ name: String, _ tier: Tier, takesJSON: Bool = false, scope: String? = nil, _ required: String = "",
        _ optional: String = "", errors: String = ""
    ) {
        func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }
        self.name = name
        self.required = words(required)
        self.optional = words(optional).union(["token"])
        self.takesJSON = takesJSON
        self.tier = tier
        self.scope = scope
        self.errors = words(errors)
    }

    /// What is wrong with a call's arguments, as Slack says it.
    func refusal(of arguments: JSON, isJSON: Bool) -> SlackError? {
        if isJSON && !self.takesJSON {
            return SlackError("invalid_arguments", ["[ERROR] \(self.name) takes no JSON: send a form"])
        }
        let given = (arguments.object ?? [:]).filter { !$0.value.isNull }.keys
        let unknown = given.filter { !self.arguments.contains($0) }.sorted()
        if !unknown.isEmpty {
            return SlackError("invalid_arg_name", unknown.map { "[ERROR] unknown argument: \($0)" })
        }
        let missing = self.required.subtracting(given).sorted()
        if !missing.isEmpty {
            return SlackError("invalid_arguments", missing.map { "[ERROR] missing required field: \($0)" })
        }
        return nil
    }

    package func documents(_ error: String) -> Bool {
        self.errors.contains(error) || Self.errorsOfEveryMethod.contains(error)
    }
}
