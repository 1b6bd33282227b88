import FixReplay
package import HealingDomain

/// Sends a candidate's edit through the gates, in order; the later ones are not asked once an earlier one failed.
package struct PassGates: Sendable {
    let scanner: any CodeScanner
    let syntax: any SyntaxChecker
    let settings: HealingSettings

    package init(scanner: any CodeScanner, syntax: any SyntaxChecker, settings: HealingSettings) {
        self.scanner = scanner
        self.syntax = syntax
        self.settings = settings
    }

    /// An empty report where there is no edit to check.
    func callAsFunction(
        _ candidate: Candidate, among candidates: [Candidate], for healing: Healing
    ) async -> GateReport {
        guard let change = candidate.solution.change else { return GateReport() }
        let gates: [() async -> GateResult] = [
            { self.applies(change, to: healing) },
            { ScopeGate(changedLineLimit: self.settings.changedLineLimit).check(change, for: healing.record.finding) },
            { self.agrees(candidate, with: candidates) },
            { self.isIdempotent(candidate, change) },
            { await self.parses(change) },
            { await self.rescan(change, for: healing) },
        ]
        var report = GateReport()
        for gate in gates {
            report.results.append(await gate())
            if report.results.last?.verdict == .failed { break }
        }
        return report
    }

    /// Whether several edits of one file, each fine alone, are fine together: `change` is all of them.
    func together(_ change: ProposedChange, for healings: [Healing]) async -> Bool {
        guard let first = healings.first, healings.count > 1 else { return true }
        guard await self.parses(change).verdict != .failed else { return false }
        do throws(Fault) {
            let finding = first.record.finding
            let report = try await self.scanner.scan(
                [SourceFile(path: change.path, content: change.updated)],
                in: ScanContext(repository: finding.repository, branch: finding.branch, commit: finding.commit))
            guard report.problems.isEmpty else { return false }
            let after = report.findings.countsByRule()[change.path] ?? [:]
            var allowed = first.ruleCounts
            for healing in healings { allowed[healing.record.finding.rule, default: 0] -= 1 }
            return after.allSatisfy { $0.value <= allowed[$0.key, default: 0] }
        } catch {
            return false
        }
    }

    private func applies(_ change: ProposedChange, to healing: Healing) -> GateResult {
        if change.original != healing.file.content {
            return GateResult(gate: .applies, verdict: .failed, detail: "it was made for another version of the file")
        }
        if change.updated == change.original {
            return GateResult(gate: .applies, verdict: .failed, detail: "it changes nothing")
        }
        return GateResult(gate: .applies, verdict: .passed, detail: "applies cleanly")
    }

    private func agrees(_ candidate: Candidate, with candidates: [Candidate]) -> GateResult {
        let others = candidates.filter {
            $0.solution.change != nil && $0.solution.matchQuality >= candidate.solution.matchQuality * 0.8
        }
        let answers = Set(others.compactMap { $0.solution.change?.updated })
        guard answers.count > 1 else {
            let count = others.count
            return GateResult(
                gate: .agreement, verdict: .passed, detail: count > 1 ? "\(count) answers agree" : "no other answer")
        }
        return GateResult(
            gate: .agreement, verdict: .failed, detail: "\(answers.count) answers of this source disagree")
    }

    private func isIdempotent(_ candidate: Candidate, _ change: ProposedChange) -> GateResult {
        guard let replay = candidate.replay else {
            return GateResult(gate: .idempotent, verdict: .skipped, detail: "not a template")
        }
        if let again = replay(change.updated), again != change.updated {
            return GateResult(
                gate: .idempotent, verdict: .failed, detail: "it would be applied again to its own result")
        }
        return GateResult(gate: .idempotent, verdict: .passed, detail: "a second run changes nothing")
    }

    private func parses(_ change: ProposedChange) async -> GateResult {
        let file = SourceFile(path: change.path, content: change.updated)
        switch await self.syntax.check(file) {
        case .broken(let reason): return GateResult(gate: .parses, verdict: .failed, detail: reason)
        case .wellFormed:
            return GateResult(gate: .parses, verdict: .passed, detail: "\(file.language)'s parser accepts it")
        case .unknown(let reason):
            if let problem = SyntaxBalance().problem(in: change.updated, language: file.language) {
                return GateResult(gate: .parses, verdict: .failed, detail: problem)
            }
            return GateResult(gate: .parses, verdict: .passed, detail: "brackets and strings balance (\(reason))")
        }
    }

    /// The finding is gone and none is new: counted by rule, since an edit moves and changes the flagged text.
    private func rescan(_ change: ProposedChange, for healing: Healing) async -> GateResult {
        let finding = healing.record.finding
        do throws(Fault) {
            let report = try await self.scanner.scan(
                [SourceFile(path: change.path, content: change.updated)],
                in: ScanContext(repository: finding.repository, branch: finding.branch, commit: finding.commit))
            if let problem = report.problems.first {
                return GateResult(gate: .rescan, verdict: .failed, detail: problem.reason)
            }
            let after = report.findings.countsByRule()[change.path] ?? [:]
            return Self.compare(before: healing.ruleCounts, after: after, rule: finding.rule)
        } catch {
            return GateResult(
                gate: .rescan, verdict: .failed, detail: "the result could not be scanned: \(error.detail)")
        }
    }

    static func compare(before: [RuleID: Int], after: [RuleID: Int], rule: RuleID) -> GateResult {
        if after[rule, default: 0] >= before[rule, default: 0] {
            return GateResult(gate: .rescan, verdict: .failed, detail: "the finding is still there")
        }
        if let new = after.keys.sorted().first(where: { after[$0, default: 0] > before[$0, default: 0] }) {
            return GateResult(gate: .rescan, verdict: .failed, detail: "it brings a new finding: \(new)")
        }
        return GateResult(gate: .rescan, verdict: .passed, detail: "the finding is gone and none is new")
    }
}
