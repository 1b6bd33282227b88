package import HealingDomain
package import Logging

/// A push, healed: detect → find → gate → decide → act → announce, each step a value of its own in a folder of its own,
/// each written to the audit. Learning is the way back: `LearnFromDecision` and `LearnFromMerge`.
package struct HealingPipeline: Sendable {
    let detect: DetectFindings
    let dropMuted: DropMuted
    let open: OpenHealing
    let find: FindSolution
    let gate: PassGates
    let decide: DecideAction
    let act: OpenPullRequest
    let announce: AnnounceFinding
    let record: RecordStep
    let turns: TurnTaker
    let logger: Logger

    package init(
        detect: DetectFindings, dropMuted: DropMuted, open: OpenHealing, find: FindSolution, gate: PassGates,
        decide: DecideAction,
        act: OpenPullRequest, announce: AnnounceFinding, record: RecordStep, logger: Logger
    ) {
        self.detect = detect
        self.dropMuted = dropMuted
        self.open = open
        self.find = find
        self.gate = gate
        self.decide = decide
        self.act = act
        self.announce = announce
        self.record = record
        self.turns = TurnTaker()
        self.logger = logger
    }

    /// Heals what a push introduced. Safe to repeat: what an earlier try finished is not done again.
    @discardableResult
    package func heal(_ push: PushEvent) async throws(Fault) -> [HealingRecord] {
        guard let change = self.detect.change(of: push) else { return [] }
        return try await self.heal(change)
    }

    /// Heals what one change introduced; changes of one repository take turns, so that no finding is healed twice at once.
    func heal(_ change: CodeChange) async throws(Fault) -> [HealingRecord] {
        try await self.turns.take(change.repository.rawValue) { () async throws(Fault) in
            let detection = try await self.dropMuted(try await self.detect(change))
            await self.announce.problems(detection.problems, of: change)
            return try await self.healEach(detection)
        }
    }

    /// Findings are independent: they run beside each other, and one that fails does not stop the others. Those of one
    /// rule are shown together, once the last of them is decided.
    private func healEach(_ detection: Detection) async throws(Fault) -> [HealingRecord] {
        let healings = try await self.opened(detection)
        let groups = GroupTally(healings.map(\.record.shownAs))
        let outcomes = await healings.concurrentMap(limit: 4) { await self.outcome(of: $0, groups) }
        if let failure = outcomes.lazy.compactMap(\.failure).first { throw failure }
        return outcomes.flatMap { (try? $0.get()) ?? [] }
    }

    private func opened(_ detection: Detection) async throws(Fault) -> [Healing] {
        var healings: [Healing] = []
        for finding in detection.findings {
            if let healing = try await self.open(finding, of: detection) { healings.append(healing) }
        }
        let counts = healings.reduce(into: [:]) { counts, healing in
            counts[healing.record.finding.rule, default: 0] += 1
        }
        for index in healings.indices where healings[index].record.group == nil {
            let rule = healings[index].record.finding.rule
            guard counts[rule, default: 0] > 1 else { continue }
            healings[index].record.group = "\(detection.change.head.rawValue.prefix(12)):\(rule)"
        }
        return healings
    }

    private func outcome(of healing: Healing, _ groups: GroupTally) async -> Result<[HealingRecord], Fault> {
        let shownAs = healing.record.shownAs
        do throws(Fault) {
            let record = try await self.act(try await self.solve(healing))
            return .success(try await self.announce(await groups.finished(shownAs, record)))
        } catch {
            let others = await groups.finished(shownAs, nil)
            // They are not shown with the retry: each of them is dealt with.
            do throws(Fault) { _ = try await self.announce(others) } catch { return .failure(error) }
            return .failure(error)
        }
    }

    /// Asks the sources in their fixed order, cheapest first, and stops when one is sure.
    func solve(_ healing: Healing) async throws(Fault) -> Healing {
        var healing = healing
        for source in self.find.sources {
            if source.isCostly, healing.best?.verdict.decision != .notify, healing.best != nil { break }
            let candidates = try await self.find(&healing, in: source)
            for candidate in candidates {
                let gates = await self.gate(candidate, among: candidates, for: healing)
                healing.consider(candidate, self.decide(candidate.solution, gates))
            }
            if healing.best?.verdict.decision == .openPullRequest { break }
        }
        return try await self.record.decision(of: healing)
    }
}

/// Tells when the last finding of a group is decided.
private actor GroupTally {
    private var left: [String: Int] = [:]
    private var done: [String: [HealingRecord]] = [:]

    init(_ groups: [String]) {
        for group in groups { self.left[group, default: 0] += 1 }
    }

    /// All records of the group with its last one, before that none. `nil` is one that failed.
    func finished(_ group: String, _ record: HealingRecord?) -> [HealingRecord] {
        if let record { self.done[group, default: []].append(record) }
        self.left[group, default: 1] -= 1
        return self.left[group] == 0 ? self.done.removeValue(forKey: group) ?? [] : []
    }
}

extension HealingRecord {
    /// What it is counted with: its group, or itself.
    fileprivate var shownAs: String { self.group ?? self.finding.fingerprint.rawValue }
}
