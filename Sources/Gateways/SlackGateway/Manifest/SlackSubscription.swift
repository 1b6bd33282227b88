/// An event that the app subscribes to, what the bot does with it, and the scope it comes with.
package struct SlackSubscription: Sendable, Hashable {
    package var event: String
    package var reason: String
    /// `nil` where Slack sends it to every app.
    package var scope: String?

    private init(_ event: String, _ scope: String?, _ reason: String) {
        self.event = event
        self.scope = scope
        self.reason = reason
    }

    /// The events that the decoder acts on; those of private channels come only with the optional scopes.
    package static let all: [SlackSubscription] = [
        SlackSubscription("app_home_opened", nil, "draw App Home for who opens it"),
        SlackSubscription("app_mention", "app_mentions:read", "answer @codehealer"),
        SlackSubscription("app_uninstalled", nil, "stop, and erase what was read: the app was removed"),
        SlackSubscription("channel_archive", "channels:read", "forget the channel"),
        SlackSubscription("channel_deleted", "channels:read", "forget the channel"),
        SlackSubscription(
            "channel_history_changed", "channels:history", "read a channel again whose messages went at once"),
        SlackSubscription(
            "channel_id_changed", "channels:read",
            "forget what was read under the old id, and read the channel under the new one"),
        SlackSubscription("channel_left", "channels:read", "forget the channel"),
        SlackSubscription("channel_rename", "channels:read", "show the channel by its new name"),
        SlackSubscription("channel_shared", "channels:read", "keep channels out that other organisations read"),
        SlackSubscription("channel_unarchive", "channels:read", "read the channel again"),
        SlackSubscription("channel_unshared", "channels:read", "read the channel again"),
        SlackSubscription("group_archive", "groups:read", "forget the private channel"),
        SlackSubscription("group_deleted", "groups:read", "forget the private channel"),
        SlackSubscription("group_history_changed", "groups:history", "the same in private channels"),
        SlackSubscription("group_left", "groups:read", "forget the private channel"),
        SlackSubscription("group_rename", "groups:read", "show the private channel by its new name"),
        SlackSubscription("group_unarchive", "groups:read", "read the private channel again"),
        SlackSubscription("member_joined_channel", "channels:read", "read a channel's past once the bot is invited"),
        SlackSubscription("member_left_channel", "channels:read", "forget a channel once the bot is removed"),
        SlackSubscription("message.channels", "channels:history", "keep threads up to date: edits and deletions too"),
        SlackSubscription("message.groups", "groups:history", "the same in private channels"),
        SlackSubscription("message.im", "im:history", "answer what is written to the bot directly"),
        SlackSubscription("reaction_added", "reactions:read", "see the check mark that closes a thread"),
        SlackSubscription("reaction_removed", "reactions:read", "see it taken back"),
        SlackSubscription("tokens_revoked", nil, "stop, and erase what was read: the token was taken away"),
        SlackSubscription("user_change", "users:read", "name people as they are called now"),
    ]
}
