package import FoundationEssentials

/// Something the bot says in a channel, kept until it is said. One a key: a later one of the same key edits what the
/// earlier one posted.
package struct OutgoingMessage: Sendable, Hashable, Codable {
    /// Names what is said, so that saying it again is seen for what it is. Never shown to anybody.
    package var key: String
    /// The key of the message whose thread this stands in; its own for one that begins a conversation. What has the
    /// same lane is said in the order it was put.
    package var lane: String
    package var channel: ChannelID
    package var content: ChannelMessage
    /// Where the conversation began, for one that the outbox does not know.
    package var root: MessageReference?

    /// A message of its own; with `posted`, one that stands there already and is edited.
    package init(key: String, channel: ChannelID, content: ChannelMessage, posted: MessageReference? = nil) {
        self.key = key
        self.lane = key
        self.channel = channel
        self.content = content
        self.root = posted
    }

    /// A reply in the thread of the message with the key `lane`, or else of `root`.
    package init(
        key: String, replyTo lane: String, root: MessageReference?, channel: ChannelID, content: ChannelMessage
    ) {
        self.key = key
        self.lane = lane
        self.channel = channel
        self.content = content
        self.root = root
    }

    package var isReply: Bool { self.key != self.lane }
}

/// An outgoing message with how far it got.
package struct OutboxEntry: Sendable, Hashable {
    package var message: OutgoingMessage
    /// Travels with the posted message as metadata, so that it can be found again; means nothing to anybody else.
    package var marker: String
    /// Counts what was put under the key, from 1.
    package var version: Int
    /// Where it stands; `nil` before it was posted.
    package var reference: MessageReference?
    /// A call was begun and its end never noted: it may have been posted.
    package var isOutcomeUnknown: Bool
    /// Calls begun since the last success.
    package var attempts: Int
    package var createdAt: Date
    package var dueAt: Date
    /// What the last call ended in.
    package var problem: String?

    package init(
        message: OutgoingMessage, marker: String, version: Int, reference: MessageReference?, isOutcomeUnknown: Bool,
        attempts: Int, createdAt: Date, dueAt: Date, problem: String?
    ) {
        self.message = message
        self.marker = marker
        self.version = version
        self.reference = reference
        self.isOutcomeUnknown = isOutcomeUnknown
        self.attempts = attempts
        self.createdAt = createdAt
        self.dueAt = dueAt
        self.problem = problem
    }
}

/// Where something that was put into the outbox stands.
package struct OutboxPlace: Sendable, Hashable {
    /// `nil` before it was posted.
    package var reference: MessageReference?
    package var createdAt: Date

    package init(reference: MessageReference?, createdAt: Date) {
        self.reference = reference
        self.createdAt = createdAt
    }
}

package struct OutboxDepth: Sendable, Hashable, Codable {
    package var waiting: Int
    /// Given up.
    package var buried: Int
    /// Why the newest of them was.
    package var problem: String?

    package init(waiting: Int, buried: Int, problem: String? = nil) {
        self.waiting = waiting
        self.buried = buried
        self.problem = problem
    }
}
