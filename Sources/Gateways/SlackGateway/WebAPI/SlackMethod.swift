/// A method of the Web API, with what has to be known to call it well.
package struct SlackMethod: Sendable, Hashable {
    /// Most reading methods take no JSON.
    package enum Encoding: Sendable { case form, json }

    package var name: String
    package var encoding: Encoding
    /// Whether calling it twice does no harm, so that a call without an answer may be repeated.
    package var isRepeatable: Bool
    package var tier: RateTier
    package var timeoutSeconds: Double

    package init(
        _ name: String, _ encoding: Encoding, isRepeatable: Bool, tier: RateTier = .tier3, timeoutSeconds: Double = 20
    ) {
        self.name = name
        self.encoding = encoding
        self.isRepeatable = isRepeatable
        self.tier = tier
        self.timeoutSeconds = timeoutSeconds
    }

    // Encodings and tiers are those of the methods' pages on docs.slack.dev/reference/methods.
    package static let authTest = Self("auth.test", .form, isRepeatable: true, tier: .special)
    package static let openConnection = Self("apps.connections.open", .form, isRepeatable: true, tier: .tier3)
    package static let postMessage = Self("chat.postMessage", .json, isRepeatable: false, tier: .special)
    package static let update = Self("chat.update", .json, isRepeatable: true, tier: .tier3)
    package static let postEphemeral = Self("chat.postEphemeral", .json, isRepeatable: false, tier: .tier4)
    package static let permalink = Self("chat.getPermalink", .form, isRepeatable: true, tier: .special)
    package static let history = Self("conversations.history", .form, isRepeatable: true, tier: .tier3)
    package static let replies = Self("conversations.replies", .form, isRepeatable: true, tier: .tier3)
    package static let channelInfo = Self("conversations.info", .form, isRepeatable: true, tier: .tier3)
    package static let channelMembers = Self("conversations.members", .form, isRepeatable: true, tier: .tier4)
    package static let ownChannels = Self("users.conversations", .form, isRepeatable: true, tier: .tier3)
    package static let userInfo = Self("users.info", .form, isRepeatable: true, tier: .tier4)
    /// A trigger id works once and for three seconds: a late repetition could only fail.
    package static let openView = Self("views.open", .json, isRepeatable: false, tier: .tier4, timeoutSeconds: 5)
    package static let updateView = Self("views.update", .json, isRepeatable: true, tier: .tier4)
    package static let groupMembers = Self("usergroups.users.list", .form, isRepeatable: true, tier: .tier2)
    package static let publishView = Self("views.publish", .json, isRepeatable: true, tier: .tier4)
}
