import FoundationEssentials
package import HealingDomain

/// Reads Slack's deliveries, over HTTP or Socket Mode. Unknown types and missing fields are `ignored`, with the reason;
/// only what is no JSON throws.
package struct SlackEventDecoder: DeliveryDecoder {
    private let installation: SlackInstallation

    package init(installation: SlackInstallation) {
        self.installation = installation
    }

    package func decode(_ delivery: Delivery) throws(Fault) -> InboundEvent {
        switch delivery.source {
        case .slackEvents:
            return EventEnvelope(try Self.json(delivery.body, "reading a Slack event"), self.installation.identity)
                .read()
        case .slackCommand:
            return SlashCommand(try self.command(delivery.body), self.installation.identity).read()
        case .slackInteractivity:
            return Interaction(try self.interaction(delivery.body), self.installation.identity).read()
        case .github, .internalJob:
            return .ignored(reason: "not from Slack")
        }
    }

    /// A form over HTTP, the same fields as JSON over Socket Mode.
    private func command(_ body: Data) throws(Fault) -> JSONValue {
        if Self.looksLikeJSON(body) { return try Self.json(body, "reading a slash command") }
        let form = FormFields(body)
        return .object(
            Dictionary(uniqueKeysWithValues: SlashCommand.fields.map { ($0, form[$0].map(JSONValue.string) ?? .null) }))
    }

    /// A form with the JSON in `payload` over HTTP, the JSON alone over Socket Mode.
    private func interaction(_ body: Data) throws(Fault) -> JSONValue {
        if Self.looksLikeJSON(body) { return try Self.json(body, "reading an interaction") }
        guard let payload = FormFields(body)["payload"] else {
            throw Fault(doing: "reading an interaction", detail: "the form has no payload")
        }
        return try Self.json(Data(payload.utf8), "reading an interaction")
    }

    private static func looksLikeJSON(_ body: Data) -> Bool {
        body.first { !JSONWhitespace.contains($0) } == UInt8(ascii: "{")
    }

    private static func json(_ body: Data, _ doing: String) throws(Fault) -> JSONValue {
        do {
            return try JSONValue(parsing: body)
        } catch {
            throw Fault(doing: doing, detail: "not JSON: \(error)", cause: error)
        }
    }
}
