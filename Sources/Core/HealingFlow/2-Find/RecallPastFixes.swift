import FixReplay
import FoundationEssentials
package import HealingDomain

/// What was fixed before: the templates learned for this very rule, replayed on our code.
package struct RecallPastFixes: SolutionFinder {
    package let source = SolutionSource.pastFix
    package let isCostly = false
    let memory: any SolutionMemory
    let templates: any FixTemplateStore
    let replay = ReplayFix()

    package init(memory: any SolutionMemory, templates: any FixTemplateStore) {
        self.memory = memory
        self.templates = templates
    }

    package func candidates(for healing: Healing) async throws(Fault) -> FinderAnswer {
        let finding = healing.record.finding
        let stored = try await self.templates.templates(rule: finding.rule, language: finding.language)
        guard !stored.isEmpty else {
            return FinderAnswer(dropped: [
                DroppedCandidate(source: .pastFix, reason: "this rule was never fixed before")
            ])
        }
        let ladders = try await self.ladders(stored, for: finding)
        var answer = FinderAnswer()
        for (fixID, ladder) in ladders {
            switch self.replay(ladder, on: healing) {
            case .failure(let misfit):
                answer.dropped.append(DroppedCandidate(source: .pastFix, reason: "\(fixID): \(misfit.reason)"))
            case .success(let fit):
                answer.candidates.append(try await self.candidate(fit, fixID: fixID))
            }
        }
        answer.candidates.sort { $0.solution.matchQuality > $1.solution.matchQuality }
        return answer
    }

    /// The templates of each past fix, without those a person rejected here.
    private func ladders(
        _ stored: [StoredTemplate], for finding: Finding
    ) async throws(Fault) -> [(fixID: String, ladder: [FixTemplate])] {
        var order: [String] = []
        var ladders: [String: [FixTemplate]] = [:]
        for entry in stored {
            if ladders[entry.fixID] == nil {
                order.append(entry.fixID)
                ladders[entry.fixID] = []
            }
            if try await self.templates.isExcluded(template: entry.id, finding: finding.fingerprint) { continue }
            if let template = try? JSONDecoder().decode(FixTemplate.self, from: Data(entry.body.utf8)) {
                ladders[entry.fixID]?.append(template)
            }
        }
        return order.map { ($0, (ladders[$0] ?? []).sorted { $0.level < $1.level }) }
    }

    private func candidate(_ fit: ReplayFix.Fit, fixID: String) async throws(Fault) -> Candidate {
        let past = try await self.memory.pastFix(id: fixID)
        return Candidate(
            solution: SolutionCandidate(
                source: .pastFix,
                evidence: .pastFix(id: fixID, pullRequestURL: past?.pullRequestURL, approvedBy: past?.approvedBy),
                change: fit.change, guidance: nil,
                template: fit.use(record: try await self.templates.record(template: fit.template.id)),
                matchQuality: fit.quality),
            replay: fit.again)
    }
}
