/// A method of the Web API, with what has to be known to call it well.
package struct SlackMethod: Sendable, Hashable {
    /// Most reading methods take no JSON.
    package enum Encoding: Sendable { case form, json }

    package var name: String
    package var encoding: Encoding
    /// Whether calling it twice does no harm, so that a call without an answer may be repeated.
    package var isRepeatable: Bool
    package var timeoutSeconds: Double

    package init(_ name: String, _ encoding: Encoding, isRepeatable: Bool, timeoutSeconds: Double = 20) {
        self.name = name
        self.encoding = encoding
        self.isRepeatable = isRepeatable
        self.timeoutSeconds = timeoutSeconds
    }

    package static let authTest = Self("auth.test", .form, isRepeatable: true)
    package static let postMessage = Self("chat.postMessage", .json, isRepeatable: false)
    package static let update = Self("chat.update", .json, isRepeatable: true)
    package static let postEphemeral = Self("chat.postEphemeral", .json, isRepeatable: false)
    package static let permalink = Self("chat.getPermalink", .form, isRepeatable: true)
    package static let history = Self("conversations.history", .form, isRepeatable: true)
    package static let replies = Self("conversations.replies", .form, isRepeatable: true)
    package static let channelInfo = Self("conversations.info", .form, isRepeatable: true)
    package static let channelMembers = Self("conversations.members", .form, isRepeatable: true)
    package static let ownChannels = Self("users.conversations", .form, isRepeatable: true)
    package static let userInfo = Self("users.info", .form, isRepeatable: true)
    /// A trigger id works once and for three seconds: a late repetition could only fail.
    package static let openView = Self("views.open", .json, isRepeatable: false, timeoutSeconds: 5)
    package static let updateView = Self("views.update", .json, isRepeatable: true)
    package static let groupMembers = Self("usergroups.users.list", .form, isRepeatable: true)
    package static let publishView = Self("views.publish", .json, isRepeatable: true)
}
