import FoundationEssentials

/// Somebody of the stand-in workspace.
package struct SlackPerson: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Codable { case member, guest, bot }

    package var id: String
    /// `maya`, as typed after an `@`.
    package var handle: String
    package var name: String
    package var title: String
    package var kind: Kind
    /// The GitHub account, where there is one.
    package var login: String?
    package var email: String
    /// Of the avatar, as CSS has it.
    package var color: String
}

package struct SlackChannel: Sendable, Hashable, Codable {
    package var id: String
    package var name: String
    package var isPrivate: Bool
    package var topic: String
    /// Person ids.
    package var members: [String]
}

/// The app that the bot is, as the workspace knows it.
package enum SlackApp {
    package static let id = "A07CDHEALER"
    package static let botID = "B07CDHEALER"
    package static let user = "U07CDHEALER"
    package static let name = "CodeHealer"
    package static let command = "/codehealer"
    package static let teamID = "T07ACMESHOP"
    package static let teamName = "Acme Shop"
    package static let domain = "acme"
    /// Callback ids of the message shortcuts that the manifest registers.
    package static let shortcuts: Set<String> = ["why", "save_fix"]
    /// What the workspace's admin approved: all that the manifest asks for.
    package static let scopes: Set<String> = [
        "app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "groups:history",
        "groups:read", "im:history", "reactions:read", "usergroups:read", "users:read",
    ]
}

struct SlackMessage: Sendable {
    var channel: String
    var ts: String
    /// The first message's ts, where this is a reply.
    var thread: String?
    var user: String
    var isFromApp = false
    var subtype: String?
    var text: String
    var blocks: JSON?
    var metadata: JSON?
    var editedAt: String?
    var reactions: [SlackReaction] = []
    /// Set for an ephemeral message: the one who sees it.
    var onlyFor: String?
}

struct SlackReaction: Sendable, Codable {
    var name: String
    var users: [String]
}

struct SlackView: Sendable {
    var id: String
    var hash: String
    /// As the bot sent it.
    var body: JSON
    var rootID: String
}

struct SlackTrigger: Sendable {
    var person: String
    var expiresAt: Date
    var isUsed = false
}

/// What a `response_url` stands for.
struct SlackResponseURL: Sendable {
    var person: String
    var channel: String
    var thread: String?
    /// The message that the button was on.
    var source: String?
    var expiresAt: Date
    var uses = 0
}

/// A call that Slack refuses: HTTP 200 and `ok: false`.
struct SlackError: Error, Sendable {
    var code: String
    var details: [String] = []
    private var scopes: (needed: String, provided: String)?

    init(_ code: String, _ details: [String] = []) {
        self.code = code
        self.details = details
    }

    init(needing scope: String, of scopes: Set<String>) {
        self.code = "missing_scope"
        self.scopes = (scope, scopes.sorted().joined(separator: ","))
    }

    var answer: JSON {
        var answer: JSON = ["ok": false, "error": .string(self.code)]
        if let scopes = self.scopes {
            answer["needed"] = .string(scopes.needed)
            answer["provided"] = .string(scopes.provided)
        }
        if !self.details.isEmpty { answer["response_metadata"] = ["messages": JSON(self.details)] }
        return answer
    }
}
