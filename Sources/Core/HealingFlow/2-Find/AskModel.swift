package import HealingDomain

/// A model, asked last and only while nothing better is there; the nearest pairs of the team go along as data.
package struct AskModel: SolutionFinder {
    package let source = SolutionSource.model
    package let isCostly = true
    let model: any RepairModel
    let memory: any SolutionMemory
    let settings: HealingSettings

    package init(model: any RepairModel, memory: any SolutionMemory, settings: HealingSettings) {
        self.model = model
        self.memory = memory
        self.settings = settings
    }

    package func candidates(for healing: Healing) async throws(Fault) -> FinderAnswer {
        let finding = healing.record.finding
        let past = try await self.memory.pastFixes(rule: finding.rule, language: finding.language).prefix(3)
        let examples = past.map {
            FixPair(
                language: $0.language, before: $0.before, after: $0.after,
                origin: $0.pullRequestURL.map { .mergedPullRequest(url: $0) } ?? .conversation)
        }
        let request = RepairRequest(finding: finding, file: healing.file, examples: examples)
        guard let proposal = try await self.model.propose(request) else {
            return FinderAnswer(dropped: [DroppedCandidate(source: .model, reason: "\(self.model.name) had no idea")])
        }
        return FinderAnswer(candidates: [
            Candidate(
                solution: SolutionCandidate(
                    source: .model, evidence: .model(name: self.model.name), change: proposal.change,
                    guidance: proposal.explanation, matchQuality: 1, statedConfidence: proposal.statedConfidence))
        ])
    }
}
