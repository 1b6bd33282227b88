import GitHubGateway
import HealingDomain
import SlackGateway

/// Picks the decoder of a delivery's source.
struct DeliveryDecoders: DeliveryDecoder {
    let slack: SlackEventDecoder
    let github: GitHubEventDecoder

    func decode(_ delivery: Delivery) throws(Fault) -> InboundEvent {
        switch delivery.source {
        case .github: try self.github.decode(delivery)
        case .slackEvents, .slackCommand, .slackInteractivity: try self.slack.decode(delivery)
        case .internalJob: .ignored(reason: "no job is called \(delivery.event)")
        }
    }
}
