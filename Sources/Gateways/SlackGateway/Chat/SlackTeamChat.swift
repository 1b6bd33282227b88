package import FoundationEssentials
package import HTTPCalling
package import HealingDomain

/// The channel, through the Web API.
package struct SlackTeamChat: TeamChat {
    private let api: SlackWebAPI
    private let caller: any HTTPCaller
    private let installation: SlackInstallation
    private let responses: ResponseURLPolicy
    private let renderer = BlockKitRenderer()
    private let people: PersonDirectory
    private let groups: GroupDirectory
    private let members: MemberDirectory

    /// `caller` is for `response_url`s, which take no token. Whom the bot turns out to be is told to `installation`.
    package init(
        api: SlackWebAPI, caller: any HTTPCaller, installation: SlackInstallation = SlackInstallation(),
        responses: ResponseURLPolicy = ResponseURLPolicy()
    ) {
        self.api = api
        self.caller = caller
        self.installation = installation
        self.responses = responses
        self.people = PersonDirectory(api: api)
        self.groups = GroupDirectory(api: api)
        self.members = MemberDirectory(api: api)
    }

    package func post(
        _ message: ChannelMessage, to channel: ChannelID, thread: MessageTimestamp?
    ) async throws(Fault) -> MessageReference {
        let doing = "posting in \(channel)"
        var arguments = self.renderer.message(message).members
        arguments["channel"] = .string(channel.rawValue)
        if let thread { arguments["thread_ts"] = .string(thread.rawValue) }
        let answer = try await self.api.call(.postMessage, arguments, doing: doing)
        guard let timestamp = answer["ts"].text else { throw Fault(doing: doing, detail: "the answer has no ts") }
        return MessageReference(
            channel: answer["channel"].text.map { ChannelID($0) } ?? channel, timestamp: MessageTimestamp(timestamp))
    }

    package func update(_ reference: MessageReference, to message: ChannelMessage) async throws(Fault) {
        var arguments = self.renderer.message(message).members
        arguments["unfurl_links"] = nil
        arguments["unfurl_media"] = nil
        arguments["channel"] = .string(reference.channel.rawValue)
        arguments["ts"] = .string(reference.timestamp.rawValue)
        _ = try await self.api.call(.update, arguments, doing: "editing a message in \(reference.channel)")
    }

    package func whisper(
        _ message: ChannelMessage, to person: PersonID, in channel: ChannelID, thread: MessageTimestamp?
    ) async throws(Fault) {
        let rendered = self.renderer.message(message)
        var arguments: [String: JSONValue] = [
            "channel": .string(channel.rawValue), "user": .string(person.rawValue), "text": rendered["text"],
            "blocks": rendered["blocks"],
        ]
        if let thread { arguments["thread_ts"] = .string(thread.rawValue) }
        _ = try await self.api.call(.postEphemeral, arguments, doing: "telling \(person) something in \(channel)")
    }

    package func respond(_ message: ChannelMessage, responseURL: String) async throws(Fault) {
        try await ResponseSender(caller: self.caller, policy: self.responses, pace: self.api.pace)
            .send(self.renderer.message(message), to: responseURL)
    }

    package func open(_ modal: Modal, triggerID: String) async throws(Fault) -> ModalID {
        let doing = "opening a dialog"
        let arguments: [String: JSONValue] = [
            "trigger_id": .string(triggerID), "view": self.renderer.modal(modal),
        ]
        let answer = try await self.api.call(.openView, arguments, doing: doing)
        guard let id = answer["view"]["id"].text else { throw Fault(doing: doing, detail: "the answer has no view") }
        return ModalID(id)
    }

    package func update(_ id: ModalID, to modal: Modal) async throws(Fault) {
        let arguments: [String: JSONValue] = ["view_id": .string(id.rawValue), "view": self.renderer.modal(modal)]
        _ = try await self.api.call(.updateView, arguments, doing: "filling in a dialog")
    }

    package func publishHome(_ blocks: [MessageBlock], for person: PersonID) async throws(Fault) {
        let arguments: [String: JSONValue] = [
            "user_id": .string(person.rawValue), "view": self.renderer.home(blocks),
        ]
        _ = try await self.api.call(.publishView, arguments, doing: "showing \(person) the App Home")
    }

    package func person(_ id: PersonID) async throws(Fault) -> Person {
        try await self.people.person(id, ourTeam: self.installation.identity?.teamID)
    }

    package func members(of group: UserGroupID) async throws(Fault) -> Set<PersonID> {
        try await self.groups.members(of: group)
    }

    package func isMember(_ person: PersonID, of channel: ChannelID) async throws(Fault) -> Bool {
        try await self.members.members(of: channel).contains(person)
    }

    package func permalink(_ reference: MessageReference) async throws(Fault) -> String? {
        let arguments: [String: JSONValue] = [
            "channel": .string(reference.channel.rawValue), "message_ts": .string(reference.timestamp.rawValue),
        ]
        do throws(SlackFailure) {
            return try await self.api.perform(.permalink, arguments, doing: "linking to a message")["permalink"].text
        } catch {
            if error.code == "message_not_found" { return nil }
            throw error.fault
        }
    }

    package func find(
        metadata key: String, value: String, in channel: ChannelID, thread: MessageTimestamp?, since: Date?
    ) async throws(Fault) -> MessageReference? {
        try await OwnMessageSearch(pairs: [key: value], channel: channel, thread: thread, since: since)
            .run(self.api, self.installation.identity)
    }

    package func identity() async throws(Fault) -> BotIdentity {
        if let known = self.installation.identity { return known }
        let identity = try await self.api.access().identity
        self.installation.learn(identity)
        return identity
    }
}
