package import FoundationEssentials

/// Slack, as the control plane needs it.
package protocol TeamChat: Sendable {
    /// A fault of the kind `outcomeUnknown` where the message may be there all the same.
    func post(_ message: ChannelMessage, to channel: ChannelID, thread: MessageTimestamp?) async throws(Fault)
        -> MessageReference
    func update(_ reference: MessageReference, to message: ChannelMessage) async throws(Fault)
    /// Shown to one person only.
    func whisper(_ message: ChannelMessage, to person: PersonID, in channel: ChannelID, thread: MessageTimestamp?)
        async throws(Fault)
    /// Answers through a `response_url`, to the asker alone. The host has to be on the allow-list.
    func respond(_ message: ChannelMessage, responseURL: String) async throws(Fault)
    /// Opens a dialog. The trigger works once, and for three seconds after the click: open first, fill in afterwards.
    @discardableResult
    func open(_ modal: Modal, triggerID: String) async throws(Fault) -> ModalID
    /// Replaces what an open dialog shows.
    func update(_ id: ModalID, to modal: Modal) async throws(Fault)
    func publishHome(_ blocks: [MessageBlock], for person: PersonID) async throws(Fault)
    func person(_ id: PersonID) async throws(Fault) -> Person
    /// Who is in a group, as Slack had it at most five minutes ago.
    func members(of group: UserGroupID) async throws(Fault) -> Set<PersonID>
    /// Whether somebody is in a channel, as Slack had it at most five minutes ago; `false` for a channel that the bot
    /// cannot see, so that whoever asks on behalf of a reader fails closed.
    func isMember(_ person: PersonID, of channel: ChannelID) async throws(Fault) -> Bool
    func permalink(_ reference: MessageReference) async throws(Fault) -> String?
    /// The bot's own message whose metadata has this pair, posted in the channel or the thread since then: how a message
    /// is found whose post nobody saw the end of.
    func find(
        metadata key: String, value: String, in channel: ChannelID, thread: MessageTimestamp?, since: Date?
    ) async throws(Fault) -> MessageReference?
    /// Who the bot itself is.
    func identity() async throws(Fault) -> BotIdentity
}

/// Reading a channel's past, page by page.
package protocol ChannelHistory: Sendable {
    /// The channels the bot is in.
    func channels() async throws(Fault) -> [Channel]
    /// Top-level messages, newest first, with the cursor of the next page.
    func page(of channel: ChannelID, cursor: String?) async throws(Fault) -> HistoryPage
    /// A whole thread, its first message first; empty where it is gone.
    func thread(_ reference: MessageReference) async throws(Fault) -> [RawMessage]
    /// `nil` where there is no such channel, or none that the bot can see.
    func channel(_ id: ChannelID) async throws(Fault) -> Channel?
    /// Asks for a person anew when next a name is needed. Whether the person was known by another name until now.
    func personChanged(_ person: Person) async -> Bool
}

package struct Channel: Sendable, Hashable, Codable {
    package var id: ChannelID
    package var name: String
    package var isPrivate: Bool
    /// Whether the bot is in it.
    package var isMember: Bool
    package var isArchived: Bool
    /// A direct or group message.
    package var isDirect: Bool
    /// Whether another organisation reads along, now or once its invitation is accepted.
    package var isSharedOutside: Bool

    package init(
        id: ChannelID, name: String, isPrivate: Bool, isMember: Bool = true, isArchived: Bool = false,
        isDirect: Bool = false, isSharedOutside: Bool = false
    ) {
        self.id = id
        self.name = name
        self.isPrivate = isPrivate
        self.isMember = isMember
        self.isArchived = isArchived
        self.isDirect = isDirect
        self.isSharedOutside = isSharedOutside
    }
}

package struct HistoryPage: Sendable, Hashable {
    package var messages: [RawMessage]
    /// `nil` only at the real end.
    package var nextCursor: String?
    /// Whether the workspace's plan hides what is older.
    package var isLimited: Bool

    package init(messages: [RawMessage], nextCursor: String?, isLimited: Bool = false) {
        self.messages = messages
        self.nextCursor = nextCursor
        self.isLimited = isLimited
    }
}

/// A message as Slack has it, before it is read as part of a document. Untrusted, not yet redacted.
package struct RawMessage: Sendable, Hashable, Codable {
    package var timestamp: MessageTimestamp
    package var thread: MessageTimestamp?
    package var author: PersonID?
    package var authorName: String
    /// Slack's text with tokens resolved to readable words and entities undone; fences kept.
    package var text: String
    package var isBot: Bool
    package var subtype: String?
    package var replyCount: Int
    /// When the thread it opens was last answered.
    package var latestReply: MessageTimestamp?
    /// Written by somebody of another organisation.
    package var isOutside: Bool
    /// Who is mentioned, by the names that stand in the text.
    package var mentions: [PersonID: String]
    /// Emoji name → who.
    package var reactions: [String: [PersonID]]
    package var permalink: String?

    package init(
        timestamp: MessageTimestamp, thread: MessageTimestamp? = nil, author: PersonID?, authorName: String,
        text: String, isBot: Bool = false, subtype: String? = nil, replyCount: Int = 0,
        latestReply: MessageTimestamp? = nil, isOutside: Bool = false, mentions: [PersonID: String] = [:],
        reactions: [String: [PersonID]] = [:], permalink: String? = nil
    ) {
        self.timestamp = timestamp
        self.thread = thread
        self.author = author
        self.authorName = authorName
        self.text = text
        self.isBot = isBot
        self.subtype = subtype
        self.replyCount = replyCount
        self.latestReply = latestReply
        self.isOutside = isOutside
        self.mentions = mentions
        self.reactions = reactions
        self.permalink = permalink
    }
}

package struct Person: Sendable, Hashable, Codable {
    package var id: PersonID
    package var name: String
    package var teamID: String?
    package var isBot: Bool
    /// Guests: single- or multi-channel.
    package var isRestricted: Bool
    package var isDeleted: Bool
    /// From another organisation, through a shared channel.
    package var isStranger: Bool
    /// The account's e-mail address was never confirmed; `false` where Slack does not say.
    package var isUnconfirmed: Bool
    /// The organisation's workspaces that the account belongs to, where it is an organisation's.
    package var organisationTeams: Set<String>
    /// An administrator or owner of the workspace.
    package var isAdmin: Bool

    package init(
        id: PersonID, name: String, teamID: String? = nil, isBot: Bool = false, isRestricted: Bool = false,
        isDeleted: Bool = false, isStranger: Bool = false, isUnconfirmed: Bool = false,
        organisationTeams: Set<String> = [], isAdmin: Bool = false
    ) {
        self.id = id
        self.name = name
        self.teamID = teamID
        self.isBot = isBot
        self.isRestricted = isRestricted
        self.isDeleted = isDeleted
        self.isStranger = isStranger
        self.isUnconfirmed = isUnconfirmed
        self.organisationTeams = organisationTeams
        self.isAdmin = isAdmin
    }
}

package struct BotIdentity: Sendable, Hashable, Codable {
    package var user: PersonID
    package var teamID: String
    package var botID: String?

    package init(user: PersonID, teamID: String, botID: String?) {
        self.user = user
        self.teamID = teamID
        self.botID = botID
    }
}
