import ControlPlane
package import FoundationEssentials
import GitHubGateway
import HTTPTypes
import HealingDomain
import HealingFlow
import Hummingbird
package import Logging
import Observability
import ServiceLifecycle
import SlackGateway

/// `codehealer serve`: intake, workers and housekeeping in one process.
package struct CodeHealerServer: Sendable {
    let settings: ServerSettings
    let backend: Backend
    let metrics: @Sendable () -> String
    let now: @Sendable () -> Date
    let logger: Logger

    /// `now` is the clock that the age of a request is measured by.
    package init(
        settings: ServerSettings, backend: Backend, metrics: @escaping @Sendable () -> String,
        now: @escaping @Sendable () -> Date = { Date() }, logger: Logger
    ) {
        self.settings = settings
        self.backend = backend
        self.metrics = metrics
        self.now = now
        self.logger = logger
    }

    /// Serves until SIGTERM or SIGINT. `onReady` is told the port once requests are answered.
    package func run(onReady: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let readiness = Readiness(self.settings.missing)
        let connections = Connections(self.settings, logger: self.logger)
        let outbox = self.backend.outbox
        let flow = FlowBuilder(
            settings: self.settings, backend: self.backend, connections: connections,
            health: { await readiness.health() + connections.notices + OutboxHealth.of(outbox) }, logger: self.logger
        ).flow()
        let desk = self.desk()
        var application = Application(
            router: self.routes(desk, readiness), server: SlackDoorChannel.builder(desk),
            configuration: self.serverConfiguration,
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? 0) }, logger: self.logger)
        if let token = self.settings.slack.appToken {
            application.addServices(self.socketMode(token, connections, readiness))
        }
        if self.settings.missing.isEmpty {
            application.addServices(
                WorkerService(worker: self.worker(flow, connections)), OutboxService(dispatcher: flow.dispatcher),
                MiningService(worker: flow.mining.worker),
                Housekeeping(
                    chat: connections.chat, channels: flow.mining.keeper, approvals: flow.controlPlane.approvals,
                    digest: DailyDigest(announcer: flow.announcer, audit: self.backend.audit),
                    scanner: connections.scanner,
                    readiness: readiness, logger: self.logger))
        } else {
            self.logger.warning(
                "deliveries are verified and queued, but not worked on yet",
                metadata: ["missing": "\(self.settings.missing.map(\.description))"])
        }
        try await application.runService()
        await connections.shutDown()
    }

    private var serverConfiguration: ApplicationConfiguration {
        ApplicationConfiguration(
            address: .hostname(self.settings.host, port: self.settings.port), serverName: nil)
    }

    private func desk() -> IntakeDesk {
        IntakeDesk(
            slack: SlackIntake(verifier: SlackRequestVerifier(secrets: self.settings.slack.signingSecrets)),
            github: GitHubIntake(verifier: GitHubRequestVerifier(secrets: self.settings.github.webhookSecrets)),
            inbox: self.backend.inbox, now: self.now, logger: self.logger)
    }

    private func routes(_ desk: IntakeDesk, _ readiness: Readiness) -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        IntakeRoutes(desk: desk).add(to: router)
        HealthRoutes(readiness: readiness, metrics: self.metrics).add(to: router)
        return router
    }

    private func socketMode(
        _ token: String, _ connections: Connections, _ readiness: Readiness
    ) -> SocketModeService {
        SocketModeService(
            socketMode: SocketMode(
                caller: connections.http, appToken: SlackToken(token), baseURL: self.settings.slack.apiURL,
                inbox: CountedInbox(inbox: self.backend.inbox),
                observer: SocketModeService.observer(telling: readiness), logger: self.logger))
    }

    private func worker(_ flow: FlowBuilder.Flow, _ connections: Connections) -> EventWorker {
        let farewell = Farewell(announcer: flow.announcer, logger: self.logger)
        let decoder = DeliveryDecoders(
            slack: SlackEventDecoder(installation: connections.installation), github: GitHubEventDecoder())
        return EventWorker(
            queue: self.backend.queue, decoder: decoder,
            policy: EventWorker.Policy(maximumAttempts: 12), logger: self.logger,
            gaveUp: { leased, fault in
                // Whoever asked is answered, and nobody else is bothered.
                if let event = try? decoder.decode(leased.delivery),
                    await flow.controlPlane.giveUp(event, fault)
                {
                    return
                }
                await farewell.tell(leased, fault)
            },
            handle: { event, _ throws(Fault) in try await flow.events.handle(event) })
    }
}

/// Tells the channel what was given up and what to do, so that nothing ends in silence.
private struct Farewell {
    let announcer: ChannelAnnouncer
    let logger: Logger

    func tell(_ leased: LeasedDelivery, _ fault: Fault) async {
        let delivery = leased.delivery
        let what = delivery.event.isEmpty ? delivery.source.rawValue : delivery.event
        let text: StyledText =
            "I gave up on a \(what) delivery (\(.code(delivery.id))) after \(leased.attempt) tries: \(fault.doing): \(fault.detail). \(fault.advice ?? "It is kept aside; the log has the details.")"
        do throws(Fault) {
            try await self.announcer.report(text)
        } catch {
            self.logger.error("telling what was given up", metadata: ["error": "\(error)"])
        }
    }
}
