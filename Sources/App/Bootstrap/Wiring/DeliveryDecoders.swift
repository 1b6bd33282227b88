import FoundationEssentials
import GitHubGateway
import HealingDomain
import SlackGateway

/// Picks the decoder of a delivery's source, and reads the jobs that the bot gives itself.
struct DeliveryDecoders: DeliveryDecoder {
    let slack: SlackEventDecoder
    let github: GitHubEventDecoder

    func decode(_ delivery: Delivery) throws(Fault) -> InboundEvent {
        switch delivery.source {
        case .github: try self.github.decode(delivery)
        case .slackEvents, .slackCommand, .slackInteractivity: try self.slack.decode(delivery)
        case .internalJob: try InternalJob.event(of: delivery)
        }
    }
}

/// Work that the bot queues for itself.
enum InternalJob {
    private static let backfill = "backfill"

    /// Reads a channel's history from its checkpoint on. One job a channel and start.
    static func backfill(of channel: ChannelID, at moment: Date) -> Delivery {
        Delivery(
            source: .internalJob, id: "backfill-\(channel)-\(Int(moment.timeIntervalSince1970))", event: Self.backfill,
            body: Data(channel.rawValue.utf8), receivedAt: moment)
    }

    static func event(of delivery: Delivery) throws(Fault) -> InboundEvent {
        guard delivery.event == Self.backfill else {
            throw Fault(doing: "reading an internal job", detail: "no job is called \(delivery.event)")
        }
        return .joinedChannel(ChannelID(String(decoding: delivery.body, as: UTF8.self)))
    }
}
