/// A permission that the app asks of a workspace, and why.
package struct SlackScope: Sendable, Hashable {
    package var name: String
    package var reason: String

    private init(_ name: String, _ reason: String) {
        self.name = name
        self.reason = reason
    }

    /// The fewest scopes with which everything works in public channels.
    package static let required: [SlackScope] = [
        SlackScope("app_mentions:read", "hear @codehealer, the only door inside threads"),
        SlackScope("channels:history", "read the threads of public channels the bot is in, to learn fixes from them"),
        SlackScope("channels:read", "know the names of those channels, and when the bot joins or leaves one"),
        SlackScope("chat:write", "post cards and keep them up to date"),
        SlackScope("commands", "offer /codehealer and the message shortcuts"),
        SlackScope("im:history", "hear what is written to the bot directly"),
        SlackScope("reactions:read", "see the check mark that closes a thread"),
        SlackScope("users:read", "check who clicks (guests, bots and outsiders may not approve), and name authors"),
    ]

    /// May be refused, each for itself.
    package static let optional: [SlackScope] = [
        SlackScope("groups:history", "read the threads of private channels the bot is invited to"),
        SlackScope("groups:read", "know the names of those channels, and when the bot joins or leaves one"),
        SlackScope("usergroups:read", "let a user group say who may approve (paid plans)"),
    ]

    /// What goes without it, for a scope that may be refused.
    package var loss: String {
        switch self.name {
        case "groups:history", "groups:read": "private channels stay out"
        case "usergroups:read": "approvers have to be named one by one, not by a user group"
        default: "it does not work without"
        }
    }
}
