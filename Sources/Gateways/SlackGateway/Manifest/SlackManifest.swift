/// The manifest from which a team creates its own Slack app (docs.slack.dev, "App manifest reference").
///
/// - `app_home`: the home tab shows what waits; the messages tab takes direct messages, so it is not read-only.
/// - `slash_commands`: `should_escape` has Slack send people and channels as ids instead of names that may change.
/// - `shortcuts`: their callback ids, `why` and `save_fix`, are the words of the command they stand for.
/// - `token_rotation_enabled` is off: it cannot be undone, and a bot of one workspace gains nothing.
/// - Over a socket there is no address at all: the bot calls Slack.
package struct SlackManifest: Sendable, Hashable {
    package enum Transport: Sendable, Hashable {
        /// Slack calls the bot at this address.
        case http(PublicAddress)
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
            "usage_hint": "why | fix | search | stats | subscribe | mute | help",
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
                Self.shortcut("Why?", "why", "Explains the finding of this thread"),
                Self.shortcut("Save as proven fix", "save_fix", "Keeps this thread's fix for the next time"),
            ],
        ]
    }

    private var settings: JSONValue {
        var events: [String: JSONValue] = ["bot_events": .array(SlackSubscription.all.map { .string($0.event) })]
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
        guard case .http(let address) = self.transport else { return nil }
        return .string("\(address.text)/slack/\(door)")
    }

    private static func shortcut(_ name: String, _ id: String, _ description: String) -> JSONValue {
        [
            "name": .string(name), "type": "message", "callback_id": .string(id), "description": .string(description),
        ]
    }
}

extension SlackManifest {
    /// Every permission, event, shortcut and setting with its reason, in Markdown: what `codehealer manifest --explain`
    /// prints, and the page beside the templates says.
    package static var explanation: String {
        func table(_ head: String, _ rows: [(String, String)]) -> String {
            "| \(head) | needed to |\n|---|---|\n" + rows.map { "| `\($0.0)` | \($0.1) |" }.joined(separator: "\n")
        }
        let events = SlackSubscription.all.map { subscription in
            (subscription.event, subscription.reason + (subscription.scope.map { " (`\($0)`)" } ?? ""))
        }
        return """
            \(table("scope", SlackScope.required.map { ($0.name, $0.reason) }))

            These may be refused, each for itself:

            \(table("scope", SlackScope.optional.map { ($0.name, "\($0.reason); else \($0.loss)") }))

            The app asks for no scope that writes anywhere but its own messages, none for e-mail addresses or files, and
            none that acts as a person.

            \(table("event", events))
            """
    }
}
