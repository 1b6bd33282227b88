package import FoundationEssentials
package import HealingDomain

/// Slack as a list of what was said. Ephemeral words, modals and App Homes are kept apart.
package actor RecordingTeamChat: TeamChat {
    package struct Posted: Sendable, Hashable {
        package var reference: MessageReference
        package var message: ChannelMessage
        package var thread: MessageTimestamp?
        /// How often it was edited.
        package var edits: Int
    }

    package struct Whispered: Sendable, Hashable {
        package var message: ChannelMessage
        package var person: PersonID
        package var channel: ChannelID
        package var thread: MessageTimestamp?
    }

    /// A way to people that is closed: every use of it is refused for good.
    package enum Way: Sendable, Hashable {
        case responses, whispers
        case posts(ChannelID)
    }

    private var closed: Set<Way> = []

    /// What may befall a post or an edit.
    package enum Mishap: Sendable, CaseIterable {
        case none
        /// It did not happen, and that is known.
        case limited
        /// It did not happen, and nobody knows.
        case lostBefore
        /// It happened, and nobody knows.
        case lostAfter

        fileprivate var fault: Fault? {
            switch self {
            case .none: nil
            case .limited: Fault(doing: "calling", detail: "429", isRetryable: true, retryAfterSeconds: 2)
            case .lostBefore, .lostAfter:
                Fault(doing: "calling", detail: "no answer", isRetryable: true, kind: .outcomeUnknown)
            }
        }
    }

    /// In the order they were posted, as they stand now.
    package private(set) var posts: [Posted] = []
    package private(set) var whispers: [Whispered] = []
    package private(set) var responses: [(message: ChannelMessage, responseURL: String)] = []
    package private(set) var modals: [(modal: Modal, triggerID: String)] = []
    package private(set) var homes: [PersonID: [MessageBlock]] = [:]
    /// How often somebody looked for an own message.
    package private(set) var searches = 0
    private var people: [PersonID: Person]
    private var groups: [UserGroupID: Set<PersonID>] = [:]
    private var channelMembers: [ChannelID: Set<PersonID>] = [:]
    private var areTriggersExpired = false
    private var areModalsClosed = false
    private var fault: Fault?
    private var mishaps: [Mishap] = []
    private let bot: BotIdentity

    package init(
        people: [Person] = [.sample()], bot: BotIdentity = BotIdentity(user: "UBOT", teamID: "T1", botID: "B1")
    ) {
        self.people = Dictionary(people.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        self.bot = bot
    }

    package func add(_ person: Person) { self.people[person.id] = person }
    package func set(_ members: Set<PersonID>, of group: UserGroupID) { self.groups[group] = members }
    package func set(_ members: Set<PersonID>, of channel: ChannelID) { self.channelMembers[channel] = members }
    /// Dialogs open no more, as when the click was more than three seconds ago.
    package func expireTriggers() { self.areTriggersExpired = true }
    /// The person closed what was open.
    package func closeModals() { self.areModalsClosed = true }
    /// Only these ways are closed from now on.
    package func close(_ ways: Set<Way>) { self.closed = ways }
    /// Every later call throws this; `nil` heals it.
    package func fail(with fault: Fault?) { self.fault = fault }

    /// What befalls the next posts and edits, one each; afterwards all is well.
    package func misbehave(_ mishaps: [Mishap]) { self.mishaps = mishaps }

    package func post(
        _ message: ChannelMessage, to channel: ChannelID, thread: MessageTimestamp?
    ) async throws(Fault) -> MessageReference {
        try await self.check(.posts(channel), "not_in_channel")
        let mishap = self.mishaps.isEmpty ? .none : self.mishaps.removeFirst()
        if let fault = mishap.fault, mishap != .lostAfter { throw fault }
        let digits = String(100_000 + self.posts.count + 1)
        let reference = MessageReference(channel: channel, timestamp: MessageTimestamp("1768910400.\(digits)"))
        self.posts.append(Posted(reference: reference, message: message, thread: thread, edits: 0))
        if let fault = mishap.fault { throw fault }
        try await ProcessLife.pass()
        return reference
    }

    package func update(_ reference: MessageReference, to message: ChannelMessage) async throws(Fault) {
        try await self.check()
        let mishap = self.mishaps.isEmpty ? .none : self.mishaps.removeFirst()
        if let fault = mishap.fault, mishap != .lostAfter { throw fault }
        guard let index = self.posts.firstIndex(where: { $0.reference == reference }) else {
            throw Fault(doing: "editing a message", detail: "message_not_found", kind: .messageGone)
        }
        self.posts[index].message = message
        self.posts[index].edits += 1
        if let fault = mishap.fault { throw fault }
        try await ProcessLife.pass()
    }

    package func whisper(
        _ message: ChannelMessage, to person: PersonID, in channel: ChannelID, thread: MessageTimestamp?
    ) async throws(Fault) {
        try await self.check(.whispers, "user_not_in_channel")
        self.whispers.append(Whispered(message: message, person: person, channel: channel, thread: thread))
    }

    package func respond(_ message: ChannelMessage, responseURL: String) async throws(Fault) {
        try await self.check(.responses, "expired_url")
        self.responses.append((message, responseURL))
        try await ProcessLife.pass()
    }

    package func open(_ modal: Modal, triggerID: String) async throws(Fault) -> ModalID {
        try await self.check()
        if self.areTriggersExpired { throw Fault(doing: "opening a dialog", detail: "expired_trigger_id") }
        self.modals.append((modal, triggerID))
        return ModalID("V\(self.modals.count)")
    }

    package func update(_ id: ModalID, to modal: Modal) async throws(Fault) {
        try await self.check()
        guard !self.areModalsClosed, let index = Int(id.rawValue.dropFirst()), self.modals.indices.contains(index - 1)
        else {
            throw Fault(doing: "filling in a dialog", detail: "not_found")
        }
        self.modals[index - 1].modal = modal
    }

    package func members(of group: UserGroupID) async throws(Fault) -> Set<PersonID> {
        try await self.check()
        guard let members = self.groups[group] else {
            throw Fault(doing: "asking who is in \(group)", detail: "no_such_subteam")
        }
        return members
    }

    package func isMember(_ person: PersonID, of channel: ChannelID) async throws(Fault) -> Bool {
        try await self.check()
        return self.channelMembers[channel]?.contains(person) ?? false
    }

    package func publishHome(_ blocks: [MessageBlock], for person: PersonID) async throws(Fault) {
        try await self.check()
        self.homes[person] = blocks
    }

    package func person(_ id: PersonID) async throws(Fault) -> Person {
        try await self.check()
        guard let person = self.people[id] else { throw Fault(doing: "looking up \(id)", detail: "user_not_found") }
        return person
    }

    package func permalink(_ reference: MessageReference) async throws(Fault) -> String? {
        try await self.check()
        return
            "https://acme.slack.test/archives/\(reference.channel)/p\(reference.timestamp.rawValue.filter { $0 != "." })"
    }

    package func find(
        metadata key: String, value: String, in channel: ChannelID, thread: MessageTimestamp?, since: Date?
    ) async throws(Fault) -> MessageReference? {
        self.searches += 1
        try await self.check()
        return self.posts.last {
            $0.reference.channel == channel && $0.thread == thread && $0.message.metadata[key] == value
        }?.reference
    }

    package func identity() async throws(Fault) -> BotIdentity {
        try await self.check()
        return self.bot
    }

    private func check(_ way: Way, _ code: String) async throws(Fault) {
        try await self.check()
        if self.closed.contains(way) { throw Fault(doing: "telling somebody something", detail: code) }
    }

    private func check() async throws(Fault) {
        try await ProcessLife.pass()
        if let fault { throw fault }
    }
}
