package import FoundationEssentials
package import HealingDomain

/// What the HTTP layer does with a request to a Slack endpoint.
package enum SlackIntakeOutcome: Sendable, Hashable {
    /// 200, with the text as `text/plain`: Slack checks that the URL is ours.
    case challenge(String)
    /// 200, empty, and nothing else is done: Slack checks our certificate, perhaps without a signature.
    case sslCheck
    /// Make it durable, then 200 with an empty body; 503 where it could not be made durable, so that Slack tries again.
    case deliver(Delivery)
    /// Answer with the status; the reason is for the log.
    case refuse(status: Int, reason: String)
}

/// All that happens before the ack: the signature over the raw bytes, then just enough reading to recognise a delivery.
///
/// Whether a request is a retry is never asked: after a restart the retry may be the only copy there is.
package struct SlackIntake: Sendable {
    private let verifier: SlackRequestVerifier

    package init(verifier: SlackRequestVerifier) {
        self.verifier = verifier
    }

    package func receive(_ request: SlackRequest, now: Date) -> SlackIntakeOutcome {
        if self.isCertificateCheck(request) { return .sslCheck }
        let verdict = self.verifier.verify(
            timestamp: request.timestamp, signature: request.signature, body: request.body, now: now)
        if case .refused(let reason) = verdict { return .refuse(status: 401, reason: reason.rawValue) }
        switch request.door {
        case .events: return self.event(request, now: now)
        case .commands: return self.command(request, now: now)
        case .interactivity: return self.interaction(request, now: now)
        }
    }

    /// Form values are escaped, so that no text a person types can read as this field.
    private func isCertificateCheck(_ request: SlackRequest) -> Bool {
        request.door != .events && request.isForm && request.body.count < 4096
            && FormFields(request.body)["ssl_check"] == "1"
    }

    private func event(_ request: SlackRequest, now: Date) -> SlackIntakeOutcome {
        guard request.isJSON else { return .refuse(status: 415, reason: "events come as application/json") }
        guard let envelope = JSONEnvelope(scanning: request.body, for: ["type", "event_id", "challenge"]) else {
            return .refuse(status: 400, reason: "the body is not a whole JSON object")
        }
        let type = envelope.texts["type"] ?? ""
        if type == "url_verification" {
            guard let challenge = envelope.texts["challenge"] else {
                return .refuse(status: 400, reason: "the URL check has no challenge")
            }
            return .challenge(challenge)
        }
        return .deliver(
            Delivery(
                source: .slackEvents, id: DeliveryIdentity.event(id: envelope.texts["event_id"], body: request.body),
                event: type == "event_callback" ? "" : type, body: request.body, receivedAt: now))
    }

    private func command(_ request: SlackRequest, now: Date) -> SlackIntakeOutcome {
        guard request.isForm else { return .refuse(status: 415, reason: "commands come as a form") }
        let form = FormFields(request.body)
        guard form["command"] != nil else {
            return .refuse(status: 400, reason: "the form names no command")
        }
        return .deliver(
            Delivery(
                source: .slackCommand,
                id: DeliveryIdentity.interaction(trigger: form["trigger_id"], body: request.body), event: "",
                body: request.body, receivedAt: now))
    }

    private func interaction(_ request: SlackRequest, now: Date) -> SlackIntakeOutcome {
        guard request.isForm else { return .refuse(status: 415, reason: "interactions come as a form") }
        guard let payload = FormFields(request.body)["payload"],
            let envelope = JSONEnvelope(scanning: Data(payload.utf8), for: ["trigger_id"])
        else { return .refuse(status: 400, reason: "the form has no whole JSON payload") }
        return .deliver(
            Delivery(
                source: .slackInteractivity,
                id: DeliveryIdentity.interaction(trigger: envelope.texts["trigger_id"], body: request.body), event: "",
                body: request.body, receivedAt: now))
    }
}
