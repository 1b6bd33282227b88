package import Foundation
import GitHubGateway
package import HealingDomain
import HealingFlow
package import Logging
import SlackGateway

/// `codehealer deliver`: a saved delivery through the real flow, without its signature.
package struct SavedDelivery: Sendable {
    let settings: ServerSettings
    let backend: Backend
    let logger: Logger

    package init(settings: ServerSettings, backend: Backend, logger: Logger) {
        self.settings = settings
        self.backend = backend
        self.logger = logger
    }

    /// Decodes and handles the body as what `source` and `event` say; returns what was done, in words.
    package func replay(_ body: Data, source: Delivery.Source, event: String) async throws(Fault) -> String {
        if let missing = self.settings.missing.first {
            throw Fault(doing: "replaying a delivery", detail: missing.description, advice: "Set it and try again.")
        }
        let connections = Connections(self.settings, logger: self.logger)
        let flow = FlowBuilder(
            settings: self.settings.readingAtOnce, backend: self.backend, connections: connections, health: { [] },
            logger: self.logger)
        let delivery = Delivery(
            source: source, id: "replay-\(UUID().uuidString)", event: event, body: body, receivedAt: Date())
        _ = try await connections.chat.identity()
        let decoder = DeliveryDecoders(
            slack: SlackEventDecoder(installation: connections.installation), github: GitHubEventDecoder())
        let understood = try decoder.decode(delivery)
        let parts = flow.flow()
        try await parts.events.handle(understood)
        await parts.mining.worker.drain()
        await connections.shutDown()
        return Self.words(for: understood)
    }

    private static func words(for event: InboundEvent) -> String {
        switch event {
        case .push(let push): "push to \(push.repository) \(push.branch) at \(push.after.short): handled"
        case .pullRequest(let event):
            "pull request \(event.repository)#\(event.number) \(event.action.rawValue): handled"
        case .command(let command): "command “\(command.text)”: handled"
        case .action(let action): "button \(action.actionID): handled"
        case .modalSubmitted: "dialog: handled"
        case .threadChanged(let change): "thread \(change.thread) in \(change.channel): read again"
        case .joinedChannel(let channel): "channel \(channel): history read"
        case .leftChannel(let channel): "channel \(channel): forgotten"
        case .workspaceChanged(let change): "workspace changed: \(change)"
        case .homeOpened(let person): "App Home of \(person): published"
        case .turnedAway(let stranger): "\(stranger.person) is from elsewhere (\(stranger.reason.rawValue)): told so"
        case .ignored(let reason): "ignored: \(reason)"
        }
    }
}
