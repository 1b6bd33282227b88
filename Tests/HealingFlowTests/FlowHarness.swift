import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingFlow
import HealingTesting
import Logging
import Synchronization

/// The real flow over fakes at every port.
struct FlowHarness {
    let clock = ManualClock()
    let codeHost = ScriptedCodeHost()
    let scanner: ScriptedCodeScanner
    let syntax: ScriptedSyntaxChecker
    let memory = InMemorySolutionMemory()
    let templates = InMemoryFixTemplateStore()
    let records = InMemoryHealingRecordStore()
    let approvals = InMemoryApprovalStore()
    let audit = InMemoryAuditTrail()
    let team = InMemoryTeamSettingsStore()
    let announcer = RecordingAnnouncer()
    let model: ScriptedRepairModel?
    let settings: HealingSettings
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init(
        settings: HealingSettings = HealingSettings(channel: "C1", minimumThreadScore: 0.01),
        model: ScriptedRepairModel? = nil,
        scanner: ScriptedCodeScanner = ScriptedCodeScanner(flagging: "yaml.load("),
        syntax: ScriptedSyntaxChecker = ScriptedSyntaxChecker()
    ) {
        self.settings = settings
        self.model = model
        self.scanner = scanner
        self.syntax = syntax
    }

    var record: RecordStep { RecordStep(audit: self.audit, records: self.records, now: self.clock.now) }

    var learner: LearnFromDecision {
        LearnFromDecision(memory: self.memory, templates: self.templates, record: self.record, now: self.clock.now)
    }

    func pipeline() -> HealingPipeline {
        var sources: [any SolutionFinder] = [
            SearchTeamThreads(
                memory: self.memory, templates: self.templates, team: self.team, settings: self.settings),
            RecallPastFixes(memory: self.memory, templates: self.templates),
        ]
        if let model { sources.append(AskModel(model: model, memory: self.memory, settings: self.settings)) }
        let ids = Counter()
        let ask = AskApproval(
            approvals: self.approvals, settings: ControlPlaneSettings(channel: "C1"), newID: { ids.next() },
            now: self.clock.now)
        return HealingPipeline(
            detect: DetectFindings(codeHost: self.codeHost, scanner: self.scanner, settings: self.settings),
            dropMuted: DropMuted(team: self.team, audit: self.audit, now: self.clock.now),
            open: OpenHealing(
                records: self.records, recall: RecallRejection(records: self.records, codeHost: self.codeHost),
                record: self.record, now: self.clock.now),
            find: FindSolution(sources: sources, logger: self.logger),
            gate: PassGates(scanner: self.scanner, syntax: self.syntax, settings: self.settings),
            decide: DecideAction(thresholds: self.settings.thresholds),
            act: OpenPullRequest(
                codeHost: self.codeHost, records: self.records, record: self.record,
                wording: {
                    PullRequestWording(
                        branch: "codehealer/\($0.finding.rule)", title: "fix \($0.finding.rule)", body: "why",
                        commitMessage: "fix")
                },
                digest: { String($0.utf8.count) },
                ask: { record, digest throws(Fault) in try await ask(record, diffHash: digest) }, now: self.clock.now),
            announce: AnnounceFinding(
                announcer: self.announcer, records: self.records, approvals: self.approvals, record: self.record,
                now: self.clock.now, logger: self.logger),
            record: self.record, logger: self.logger)
    }

    /// `fix <pr>` over the same fakes.
    func pullRequestHealing(ids: Counter = Counter()) -> PullRequestHealing {
        let ask = AskApproval(
            approvals: self.approvals, settings: ControlPlaneSettings(channel: "C1"), newID: { ids.next() },
            now: self.clock.now)
        return PullRequestHealing(
            pipeline: self.pipeline(),
            propose: ProposeFixes(
                codeHost: self.codeHost, records: self.records, approvals: self.approvals, announcer: self.announcer,
                record: self.record, digest: { String($0.utf8.count) },
                ask: { record, digest, kind throws(Fault) in try await ask(record, diffHash: digest, kind: kind) },
                now: self.clock.now),
            codeHost: self.codeHost, records: self.records, approvals: self.approvals, templates: self.templates)
    }

    /// Numbers ids, so that tests can name them.
    final class Counter: Sendable {
        private let value = Mutex(0)
        func next() -> String {
            self.value.withLock {
                $0 += 1; return "approval-\($0)"
            }
        }
    }

    static let before = "import yaml\n\ndef read(f):\n    return yaml.load(f)\n"
    static let after = "import yaml\n\ndef read(f):\n    return yaml.safe_load(f)\n"

    static func push(branch: String = "develop", isDeletion: Bool = false) -> PushEvent {
        PushEvent(
            repository: .sample, branch: branch, before: "1111111111111111111111111111111111111111", after: .sample,
            pusher: "tom", isDeletion: isDeletion)
    }
}
