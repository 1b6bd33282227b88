import FoundationEssentials
import HealingDomain

/// The same as `SlackIntake`, for envelopes: there is no signature to check, since only Slack is at the other end. Sources
/// and ids are the same too, so that a delivery that came both ways acts once and one decoder reads both.
struct SocketIntake {
    /// `nil` for what is nothing to act on; it is acknowledged all the same, so that Slack does not send it again.
    func delivery(of envelope: SocketEnvelope, now: Date) -> Delivery? {
        guard case .object = envelope.payload else { return nil }
        let body = Data(envelope.payload.serialized)
        switch envelope.type {
        case "events_api":
            let type = envelope.payload["type"].text ?? ""
            return Delivery(
                source: .slackEvents, id: DeliveryIdentity.event(id: envelope.payload["event_id"].text, body: body),
                event: type == "event_callback" ? "" : type, body: body, receivedAt: now)
        case "slash_commands": return self.triggered(.slackCommand, envelope, body, now)
        case "interactive": return self.triggered(.slackInteractivity, envelope, body, now)
        default: return nil
        }
    }

    private func triggered(
        _ source: Delivery.Source, _ envelope: SocketEnvelope, _ body: Data, _ now: Date
    ) -> Delivery {
        let id = DeliveryIdentity.interaction(trigger: envelope.payload["trigger_id"].text, body: body)
        return Delivery(source: source, id: id, event: "", body: body, receivedAt: now)
    }
}
