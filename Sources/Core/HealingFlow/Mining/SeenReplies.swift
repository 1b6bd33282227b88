import HealingDomain
import Synchronization

/// How far the threads were answered when this process last read them, so that a sweep reads only those that grew.
final class SeenReplies: Sendable {
    private static let capacity = 20_000
    private let replies = Mutex<[MessageReference: Mark]>([:])

    fileprivate struct Mark: Equatable {
        var latest: MessageTimestamp?
        var count: Int
    }

    func note(_ message: RawMessage, in channel: ChannelID) {
        self.replies.withLock { replies in
            if replies.count >= Self.capacity { replies = [:] }
            replies[MessageReference(channel: channel, timestamp: message.timestamp)] = message.mark
        }
    }

    func holds(_ message: RawMessage, in channel: ChannelID) -> Bool {
        guard message.latestReply != nil else { return false }
        let reference = MessageReference(channel: channel, timestamp: message.timestamp)
        return self.replies.withLock { $0[reference] } == message.mark
    }

    /// After events were missed, even a thread without new replies may have changed.
    func clear() { self.replies.withLock { $0 = [:] } }
}

extension RawMessage {
    fileprivate var mark: SeenReplies.Mark { .init(latest: self.latestReply, count: self.replyCount) }
}
