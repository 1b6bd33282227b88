import ControlPlane
import Cryptography
import FoundationEssentials
import GitHubGateway
import HealingDomain
import HealingFlow
import Logging

/// The parts that keep memory in step with the channels.
struct Mining: Sendable {
    let mine: MineChannel
    let keeper: ChannelKeeper
    let worker: MiningWorker
}

/// Puts the flow and the control plane together from a back end and the connections.
struct FlowBuilder {
    let settings: ServerSettings
    let backend: Backend
    let connections: Connections
    let health: @Sendable () async -> [ConnectionHealth]
    let logger: Logger
    let now: @Sendable () -> Date = { Date() }
    let newID: @Sendable () -> String = { Hexadecimal.encode(RandomBytes.make(16)) }

    /// The parts that a server runs.
    struct Flow {
        var events: EventRouter
        var controlPlane: ControlPlane
        var announcer: ChannelAnnouncer
        var dispatcher: OutboxDispatcher
        var mining: Mining
    }

    func flow() -> Flow {
        let mining = self.mining()
        let dispatcher = OutboxDispatcher(
            outbox: self.backend.outbox, chat: self.connections.outgoing, records: self.backend.records,
            audit: self.backend.audit, now: self.now, logger: self.logger)
        let announcer = ChannelAnnouncer(
            dispatcher: dispatcher, records: self.backend.records, approvals: self.backend.approvals,
            team: self.backend.teamSettings, settings: self.controlPlaneSettings, now: self.now, newID: self.newID)
        let pipeline = self.pipeline(announcer: announcer)
        let controlPlane = self.controlPlane(
            announcer: announcer, pipeline: pipeline, miner: mining.keeper)
        let events = EventRouter(
            pipeline: pipeline, controlPlane: controlPlane, learnFromMerge: self.learnFromMerge(),
            channels: mining.keeper, records: self.backend.records, audit: self.backend.audit, now: self.now,
            dispatcher: dispatcher)
        return Flow(
            events: events, controlPlane: controlPlane, announcer: announcer, dispatcher: dispatcher, mining: mining)
    }

    /// Those who read channels and those who erase share one object: what is erased while it is read is not stored.
    func mining() -> Mining {
        let mine = MineChannel(
            history: self.connections.history, codeHost: self.connections.codeHost, memory: self.backend.memory,
            policy: self.settings.mining, now: self.now, logger: self.logger)
        return Mining(
            mine: mine,
            keeper: ChannelKeeper(
                mine: mine, agenda: self.backend.agenda, approvals: self.backend.approvals, audit: self.backend.audit,
                logger: self.logger),
            worker: MiningWorker(mine: mine, agenda: self.backend.agenda, now: self.now, logger: self.logger))
    }

    var controlPlaneSettings: ControlPlaneSettings {
        ControlPlaneSettings(
            channel: self.settings.healing.channel, senior: self.settings.senior, policy: self.settings.policy,
            approvalLifetimeSeconds: self.settings.approvalLifetimeSeconds,
            reminderSeconds: self.settings.reminderSeconds, webAddress: self.settings.github.webURL,
            channelDefaults: self.settings.channelDefaults,
            criticalIgnoresQuietHours: self.settings.criticalIgnoresQuietHours)
    }

    private var record: RecordStep {
        RecordStep(audit: self.backend.audit, records: self.backend.records, now: self.now)
    }

    /// The order of the sources is the product's promise: threads, past fixes, the model.
    private func sources() -> [any SolutionFinder] {
        var sources: [any SolutionFinder] = [
            SearchTeamThreads(
                memory: self.backend.memory, templates: self.backend.templates, team: self.backend.teamSettings,
                settings: self.settings.healing),
            RecallPastFixes(memory: self.backend.memory, templates: self.backend.templates),
        ]
        if let model = self.connections.model {
            sources.append(AskModel(model: model, memory: self.backend.memory, settings: self.settings.healing))
        }
        return sources
    }

    private func pipeline(announcer: any Announcer) -> HealingPipeline {
        let (backend, connections, settings) = (self.backend, self.connections, self.settings.healing)
        let ask = self.ask
        return HealingPipeline(
            detect: DetectFindings(codeHost: connections.codeHost, scanner: connections.scanner, settings: settings),
            dropMuted: DropMuted(team: backend.teamSettings, audit: backend.audit, now: self.now),
            open: OpenHealing(
                records: backend.records,
                recall: RecallRejection(records: backend.records, codeHost: connections.codeHost),
                record: self.record, now: self.now),
            find: FindSolution(sources: self.sources(), logger: self.logger),
            gate: PassGates(scanner: connections.scanner, syntax: connections.syntax, settings: settings),
            decide: DecideAction(thresholds: settings.thresholds),
            act: OpenPullRequest(
                codeHost: connections.codeHost, records: backend.records, record: self.record, wording: Self.wording,
                digest: Self.digest, ask: { record, digest throws(Fault) in try await ask(record, diffHash: digest) },
                now: self.now),
            announce: AnnounceFinding(
                announcer: announcer, records: backend.records, approvals: backend.approvals, record: self.record,
                now: self.now, logger: self.logger),
            record: self.record, logger: self.logger)
    }

    private func controlPlane(
        announcer: any Announcer, pipeline: HealingPipeline, miner: any ChannelMiner
    ) -> ControlPlane {
        let identities = self.settings.identities
        let team = self.backend.teamSettings
        return ControlPlane(
            ControlPlane.Dependencies(
                chat: self.connections.chat, codeHost: self.connections.codeHost, records: self.backend.records,
                approvals: self.backend.approvals, audit: self.backend.audit, memory: self.backend.memory,
                teamSettings: team, miner: miner, gists: self.connections.gists,
                learner: LearnFromDecision(
                    memory: self.backend.memory, templates: self.backend.templates, record: self.record, now: self.now),
                healer: self.pullRequestHealing(pipeline, announcer: announcer),
                announcer: announcer, settings: self.controlPlaneSettings, health: self.health,
                gitHubLogin: { person in
                    // What whoever runs the server says counts before what a person proved.
                    if let configured = identities[person] { return configured }
                    return (try? await team.link(of: person))?.login
                }, now: self.now, newID: self.newID, digest: Self.digest, logger: self.logger))
    }

    private func pullRequestHealing(_ pipeline: HealingPipeline, announcer: any Announcer) -> PullRequestHealing {
        let ask = self.ask
        return PullRequestHealing(
            pipeline: pipeline,
            propose: ProposeFixes(
                codeHost: self.connections.codeHost, records: self.backend.records, approvals: self.backend.approvals,
                announcer: announcer, record: self.record, digest: Self.digest,
                ask: { record, digest, kind throws(Fault) in try await ask(record, diffHash: digest, kind: kind) },
                now: self.now),
            codeHost: self.connections.codeHost, records: self.backend.records, approvals: self.backend.approvals,
            templates: self.backend.templates)
    }

    private var ask: AskApproval {
        AskApproval(
            approvals: self.backend.approvals, settings: self.controlPlaneSettings, newID: self.newID, now: self.now)
    }

    private func learnFromMerge() -> LearnFromMerge {
        LearnFromMerge(
            codeHost: self.connections.codeHost, scanner: self.connections.scanner, memory: self.backend.memory,
            templates: self.backend.templates, audit: self.backend.audit, now: self.now, logger: self.logger)
    }

    private static let wording: @Sendable (HealingRecord) -> PullRequestWording = { record in
        let text = PullRequestText.make(record: record)
        return PullRequestWording(
            branch: PullRequestText.branch(record: record), title: text.title, body: text.body,
            commitMessage: text.commitMessage)
    }

    private static let digest: @Sendable (String) -> String = { Hexadecimal.encode(SHA256.digest($0)) }
}
