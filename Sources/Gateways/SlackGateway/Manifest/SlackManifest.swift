/// The manifest from which a team creates its own Slack app (docs.slack.dev, "App manifest reference").
package struct SlackManifest: Sendable, Hashable {
    package enum Transport: Sendable, Hashable {
        /// Slack calls the bot at this address, such as `https://codehealer.example.com`.
        case http(baseURL: String)
        /// The bot calls Slack: for machines that cannot be reached from outside.
        case socket
    }

    package var transport: Transport
    package var name: String

    package init(_ transport: Transport, name: String = "CodeHealer") {
        self.transport = transport
        self.name = name
    }

    /// What Slack's page "Create an app from a manifest" takes.
    package var json: JSONValue {
        [
            "_metadata": ["major_version": 2],
            "display_information": [
                "name": .string(self.name.fitting(33).text), "background_color": "#1f6f54",
                "description": "Heals code where your team talks: finds defects, fixes them the way you did before.",
            ],
            "features": self.features,
            "oauth_config": [
                "scopes": [
                    "bot": .array(SlackScope.required.map { .string($0.name) }),
                    "bot_optional": .array(SlackScope.optional.map { .string($0.name) }),
                ]
            ],
            "settings": self.settings,
        ]
    }

    private var features: JSONValue {
        var command: [String: JSONValue] = [
            "command": "/codehealer", "description": "Ask CodeHealer",
            "usage_hint": "why | fix | search | status | help",
            "should_escape": true,
        ]
        if let url = self.url("commands") { command["url"] = url }
        return [
            "app_home": [
                "home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false,
            ],
            "bot_user": ["display_name": "codehealer", "always_online": true],
            "slash_commands": [.object(command)],
            "shortcuts": [
                Self.shortcut("Why this finding?", "why", "Explains the finding of this thread")
            ],
        ]
    }

    private var settings: JSONValue {
        var events: [String: JSONValue] = ["bot_events": .array(Self.events.map { .string($0) })]
        var interactivity: [String: JSONValue] = ["is_enabled": true]
        if let url = self.url("events") { events["request_url"] = url }
        if let url = self.url("interactivity") { interactivity["request_url"] = url }
        return [
            "event_subscriptions": .object(events), "interactivity": .object(interactivity),
            "org_deploy_enabled": false,
            "socket_mode_enabled": .bool(self.transport == .socket), "token_rotation_enabled": false,
        ]
    }

    private func url(_ door: String) -> JSONValue? {
        guard case .http(let baseURL) = self.transport else { return nil }
        return .string((baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL) + "/slack/" + door)
    }

    private static func shortcut(_ name: String, _ id: String, _ description: String) -> JSONValue {
        [
            "name": .string(name), "type": "message", "callback_id": .string(id), "description": .string(description),
        ]
    }

    /// The events that the decoder acts on; those of private channels come only with the optional scopes.
    package static let events = [
        "app_home_opened", "app_mention", "app_uninstalled", "channel_archive", "channel_deleted", "channel_id_changed",
        "channel_left", "channel_unarchive", "group_archive", "group_deleted", "group_left", "group_unarchive",
        "member_joined_channel", "member_left_channel", "message.channels", "message.groups", "message.im",
        "reaction_added", "reaction_removed", "tokens_revoked",
    ]
}
