import Foundation
import HealingDomain
import SlackGateway
import Testing

/// Each event that the manifest names exists and is handled, each scope is needed, and nothing that is needed is left out.
struct SlackPermissionTests {
    /// Events that Slack has had since its description of 2021, or that our cut of it does not hold.
    private static let newerEvents: Set<String> = [
        "app_home_opened", "channel_id_changed", "channel_shared", "channel_unshared", "group_deleted",
    ]

    /// Everything worth hearing; what the decoder does not act on yet is not subscribed either.
    private static let worthHearing = [
        "app_home_opened", "app_mention", "app_uninstalled", "channel_archive", "channel_deleted",
        "channel_history_changed", "channel_id_changed",
        "channel_left", "channel_rename", "channel_shared", "channel_unarchive", "channel_unshared", "group_archive",
        "group_deleted", "group_history_changed", "group_left", "group_rename", "group_unarchive", "link_shared",
        "member_joined_channel",
        "member_left_channel", "message.channels", "message.groups", "message.im", "reaction_added", "reaction_removed",
        "subteam_members_changed", "subteam_updated", "tokens_revoked", "user_change",
    ]

    private func isHandled(_ event: String) throws -> Bool {
        let type = event.split(separator: ".")[0]
        let body: JSONValue = [
            "type": "event_callback", "team_id": "T1", "event_id": "Ev1",
            "event": [
                "type": .string(String(type)), "user": "U2", "channel": "C1", "tab": "home", "ts": "1.000001",
                "text": "words", "old_channel_id": "C0", "new_channel_id": "C1", "subteam_id": "S1",
                "item": ["type": "message", "channel": "C1", "ts": "1.000001"],
            ],
        ]
        let delivery = Delivery(
            source: .slackEvents, id: "Ev1", event: "event", body: Data(body.serialized), receivedAt: Date())
        let decoded = try SlackEventDecoder(installation: SlackInstallation()).decode(delivery)
        guard case .ignored(let reason) = decoded else { return true }
        return !reason.hasPrefix("nothing to do for")
    }

    @Test func `what is subscribed is handled, and what is handled is subscribed`() throws {
        let subscribed = Set(SlackSubscription.all.map(\.event))
        #expect(subscribed.count == SlackSubscription.all.count)
        #expect(subscribed.isSubset(of: Self.worthHearing))
        for event in Self.worthHearing {
            #expect(try self.isHandled(event) == subscribed.contains(event), "\(event)")
        }
    }

    @Test func `every event exists, and comes with the scope that we say`() throws {
        guard SlackFixtures.areHere else { return }
        let topics = try SlackFixtures.json("slack_events_api_async_v1.json")["topics"]
        for subscription in SlackSubscription.all where !Self.newerEvents.contains(subscription.event) {
            let topic = topics[subscription.event.replacing("_", with: ".")]["subscribe"]
            #expect(!topic.isNull, "\(subscription.event)")
            let scopes = topic["x-scopes-required"].elements.compactMap(\.text)
            guard let scope = subscription.scope, scope != "app_mentions:read" else { continue }
            #expect(scopes.contains(scope), "\(subscription.event): \(scopes)")
        }
    }

    @Test func `every scope exists, is for a method that is called or an event that is heard, and none is missing`()
        throws
    {
        guard SlackFixtures.areHere else { return }
        let paths = try SlackFixtures.json("web-api.openapi2.json")["paths"]
        var known: Set<String> = ["app_mentions:read", "commands", "chat:write"]
        for (_, path) in paths.members {
            for (_, operation) in path.members {
                for security in operation["security"].elements {
                    for (_, scopes) in security.members { known.formUnion(scopes.elements.compactMap(\.text)) }
                }
            }
        }
        let asked = Set((SlackScope.required + SlackScope.optional).map(\.name))
        #expect(asked.subtracting(known) == [])
        let heard = Set(SlackSubscription.all.compactMap(\.scope))
        let called = Set(try Self.methods().flatMap(Self.scopes))
        #expect(asked == heard.union(called).union(["commands"]))
        #expect(asked.isDisjoint(with: ["admin", "channels:join", "files:read", "users:read.email"]))
    }

    /// The methods that the sources call.
    private static func methods() throws -> Set<String> {
        let folder = SlackFixtures.projectRoot.appending(path: "Sources/Gateways/SlackGateway")
        let walker = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var methods: Set<String> = []
        for case let file as URL in walker where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /"([a-z]+(?:\.[a-zA-Z0-9]+)+)",\s*\.(?:form|json)/) {
                methods.insert(String(match.1))
            }
        }
        return methods
    }

    /// What a method of ours needs, by Slack's pages of today.
    private static func scopes(_ method: String) -> [String] {
        switch method {
        case "chat.postMessage", "chat.update", "chat.postEphemeral", "chat.delete": ["chat:write"]
        case "conversations.history", "conversations.replies": ["channels:history", "groups:history"]
        case "conversations.info", "users.conversations", "conversations.members": ["channels:read", "groups:read"]
        case "users.info": ["users:read"]
        case "usergroups.users.list": ["usergroups:read"]
        case "auth.test", "chat.getPermalink", "views.open", "views.update", "views.publish": []
        // Has a token of its own.
        case "apps.connections.open": []
        case let name: ["the scope of \(name) is not known to this test"]
        }
    }
}
