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

    /// Findings are independent: they run beside each other, and one that fails does not stop the others.
    private func healEach(_ detection: Detection) async throws(Fault) -> [HealingRecord] {
        let outcomes = await detection.findings.concurrentMap(limit: 4) { await self.outcome(of: $0, in: detection) }
        if let failure = outcomes.lazy.compactMap(\.failure).first { throw failure }
        return outcomes.compactMap { (try? $0.get()) ?? nil }
    }

    private func outcome(of finding: Finding, in detection: Detection) async -> Result<HealingRecord?, Fault> {
        do throws(Fault) { return .success(try await self.heal(finding, of: detection)) } catch {
            return .failure(error)
        }
    }

    private func heal(_ finding: Finding, of detection: Detection) async throws(Fault) -> HealingRecord? {
        guard var healing = try await self.open(finding, of: detection) else { return nil }
        healing = try await self.solve(healing)
        healing.record = try await self.act(healing)
        return try await self.announce(healing.record)
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
