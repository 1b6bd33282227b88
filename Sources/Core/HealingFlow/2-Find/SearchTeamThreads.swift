import FixReplay
package import HealingDomain

/// What this team solved in its channel: threads about the same defect, their code replayed on ours.
package struct SearchTeamThreads: SolutionFinder {
    package let source = SolutionSource.thread
    package let isCostly = false
    let memory: any SolutionMemory
    let templates: any FixTemplateStore
    let team: any TeamSettingsStore
    let settings: HealingSettings
    let replay = ReplayFix()

    package init(
        memory: any SolutionMemory, templates: any FixTemplateStore, team: any TeamSettingsStore,
        settings: HealingSettings
    ) {
        self.memory = memory
        self.templates = templates
        self.team = team
        self.settings = settings
    }

    package func candidates(for healing: Healing) async throws(Fault) -> FinderAnswer {
        let hits = try await self.memory.threads(
            matching: self.query(for: healing.record.finding), access: self.access, limit: 16
        ).counting(try await self.team.provenMarks()).prefix(8)
        var answer = FinderAnswer()
        for hit in hits where hit.score >= self.settings.minimumThreadScore {
            try await self.consider(hit, for: healing, in: &answer)
        }
        if answer.candidates.isEmpty, answer.dropped.isEmpty {
            answer.dropped.append(DroppedCandidate(source: .thread, reason: "no thread is about this"))
        }
        return answer
    }

    /// The card is read in one channel: only that channel's own private words may be in it.
    private var access: MemoryAccess { MemoryAccess(privateChannels: Set([self.settings.channel].compactMap { $0 })) }

    private func query(for finding: Finding) -> MemoryQuery {
        let type = finding.issueType.rawValue.replacing("_", with: " ").lowercased()
        return MemoryQuery(
            text: "\(type) \(finding.message)", code: finding.snippet, language: finding.language)
    }

    private func consider(
        _ hit: ThreadHit, for healing: Healing, in answer: inout FinderAnswer
    ) async throws(Fault) {
        let document = hit.document
        var reasons: [String] = []
        for pair in document.pairs.sorted(by: { $0.isMerged && !$1.isMerged }) {
            switch try await self.replayed(pair, of: hit, on: healing) {
            case .success(let candidate):
                answer.candidates.append(candidate)
                return
            case .failure(let dropped): reasons.append(dropped.reason)
            }
        }
        if let words = self.guidance(of: hit) {
            answer.candidates.append(words)
        } else {
            let reason = reasons.first ?? "it was not solved there"
            answer.dropped.append(
                DroppedCandidate(
                    source: .thread, reason: "\(self.title(of: document)): \(reason)",
                    privateThread: document.isPrivate ? document.reference : nil))
        }
    }

    private func replayed(
        _ pair: FixPair, of hit: ThreadHit, on healing: Healing
    ) async throws(Fault) -> Result<Candidate, ReplayFix.Misfit> {
        let finding = healing.record.finding
        guard pair.language == finding.language || pair.language == .generic else {
            return .failure(.init(reason: "its code is \(pair.language)"))
        }
        let ladder: [FixTemplate]
        switch FixLearner().learn(FixExample(language: finding.language, before: pair.before, after: pair.after)) {
        case .learned(let templates): ladder = templates
        case .refused(let reason): return .failure(.init(reason: reason))
        }
        var allowed: [FixTemplate] = []
        for template in ladder
        where try await !self.templates.isExcluded(template: template.id, finding: finding.fingerprint) {
            allowed.append(template)
        }
        switch self.replay(allowed, on: healing) {
        case .failure(let misfit): return .failure(misfit)
        case .success(let fit):
            return .success(
                Candidate(
                    solution: SolutionCandidate(
                        source: .thread, evidence: self.evidence(of: hit.document, hasMergedCode: pair.isMerged),
                        change: fit.change, guidance: hit.document.solution,
                        template: fit.use(record: try await self.templates.record(template: fit.template.id)),
                        matchQuality: fit.quality, proven: hit.proven),
                    replay: fit.again))
        }
    }

    /// A solved thread without code that fits still has words for the person who reads the card.
    private func guidance(of hit: ThreadHit) -> Candidate? {
        guard hit.document.resolution != nil, let solution = hit.document.solution else { return nil }
        return Candidate(
            solution: SolutionCandidate(
                source: .thread, evidence: self.evidence(of: hit.document, hasMergedCode: false), change: nil,
                guidance: solution, matchQuality: hit.score, proven: hit.proven))
    }

    private func evidence(of document: ThreadDocument, hasMergedCode: Bool) -> Evidence {
        let answer = document.messages.last { $0.text == document.solution } ?? document.messages.first
        return .thread(
            reference: document.reference, isPrivate: document.isPrivate, permalink: document.permalink,
            quote: document.solution ?? document.problem, author: answer?.authorName ?? "somebody",
            hasMergedCode: hasMergedCode)
    }

    private func title(of document: ThreadDocument) -> String {
        let line = document.problem.split(separator: "\n").first.map(String.init) ?? "a thread"
        return "“\(line.prefix(80))”"
    }
}
