package import HealingDomain

/// Heals what a person's pull request changes, on demand: detect → find → gate → decide as for a push, then one question
/// whether to put the fixes on that pull request.
package struct PullRequestHealing: PullRequestHealer {
    let pipeline: HealingPipeline
    let propose: ProposeFixes
    let codeHost: any CodeHost
    let records: any HealingRecordStore
    let approvals: any ApprovalStore
    let templates: any FixTemplateStore

    /// GitHub lists no more changed files of a comparison, and nobody reviews more.
    static let fileLimit = 300

    package init(
        pipeline: HealingPipeline, propose: ProposeFixes, codeHost: any CodeHost, records: any HealingRecordStore,
        approvals: any ApprovalStore, templates: any FixTemplateStore
    ) {
        self.pipeline = pipeline
        self.propose = propose
        self.codeHost = codeHost
        self.records = records
        self.approvals = approvals
        self.templates = templates
    }

    package func heal(
        pullRequest number: Int, in repository: RepositoryName, finding: Fingerprint?, requestedBy: String,
        progress: @escaping @Sendable (PullRequestState) async -> Void
    ) async throws(Fault) -> PullRequestAnswer {
        let state = try await self.codeHost.pullRequest(number, in: repository)
        if let refusal = try await self.refusal(of: state) { return .refused(refusal) }
        await progress(state)
        return try await self.pipeline.turns.take(repository.rawValue) { () async throws(Fault) in
            if let waiting = try await self.waiting(on: state, about: finding) { return .looked(waiting) }
            if let finding { try await self.templates.readmit(finding: finding) }
            return .looked(try await self.look(at: state, finding, requestedBy: requestedBy))
        }
    }

    private func refusal(of state: PullRequestState) async throws(Fault) -> PullRequestRefusal? {
        guard state.isOpen else { return .closed(isMerged: state.isMerged) }
        let known = try await self.records.records(
            repository: state.reference.repository, pullRequest: state.reference.number)
        let ours = known.first { $0.proposal == nil }
        if state.isOurs || ours != nil { return .ours(ours) }
        guard state.changedFileCount <= Self.fileLimit else {
            return .tooLarge(files: state.changedFileCount, limit: Self.fileLimit)
        }
        return nil
    }

    /// The question that waits about this very commit, where all of it is stored.
    private func waiting(
        on state: PullRequestState, about finding: Fingerprint?
    ) async throws(Fault) -> PullRequestReport? {
        let reference = state.reference
        let known = try await self.records.records(repository: reference.repository, pullRequest: reference.number)
        let asked = known.filter { $0.state == .proposed && $0.proposal?.head == reference.headSHA }
        guard let lead = asked.first, let items = lead.proposal?.items, let id = lead.approvalID,
            let approval = try await self.approvals.approval(id: id), approval.state == .pending
        else { return nil }
        let together = items.compactMap { item in
            asked.first { $0.finding.fingerprint == item.finding && $0.approvalID == id }
        }
        guard together.count == items.count else { return nil }
        if let finding, !items.contains(where: { $0.finding == finding }) { return nil }
        return PullRequestReport(
            pullRequest: reference, fileCount: state.changedFileCount, scannedCount: 0,
            proposed: try await self.propose.announce(together, approval), isKnown: true)
    }

    private func look(
        at state: PullRequestState, _ wanted: Fingerprint?, requestedBy: String
    ) async throws(Fault) -> PullRequestReport {
        let reference = state.reference
        var detection = try await self.pipeline.detect(
            CodeChange(
                repository: reference.repository, branch: reference.branch, base: state.baseSHA,
                head: reference.headSHA, author: state.author, requestedBy: PersonID(requestedBy)), needsPatch: true)
        // Whoever names a muted finding wants it all the same.
        if wanted == nil { detection = try await self.pipeline.dropMuted(detection) }
        var report = PullRequestReport(
            pullRequest: reference, fileCount: state.changedFileCount, scannedCount: detection.files.count,
            problems: detection.problems)
        var (earlier, healings): ([HealingRecord], [Healing]) = ([], [])
        for finding in detection.findings where wanted == nil || finding.fingerprint == wanted {
            let known = try await self.records.record(of: finding.fingerprint)
            if let known, let reason = known.reasonToLeave(isWanted: wanted != nil) {
                report.left.append(.init(record: known, reason: reason))
                continue
            }
            guard let healing = try await self.pipeline.open(finding, of: detection, reopening: { _ in true }) else {
                continue
            }
            if let known { earlier.append(known) }
            healings.append(try await self.pipeline.solve(healing))
        }
        let choice = await self.choose(healings)
        report.left += choice.overlapping.map { .init(record: $0.record, reason: .overlaps) }
        for var healing in choice.told {
            healing.record.state = .notified
            let before = earlier.first {
                $0.finding.fingerprint == healing.record.finding.fingerprint && $0.proposal == nil
            }
            healing.record.card = before?.card
            healing.record.group = before?.card == nil ? nil : before?.group
            try await self.records.save(healing.record)
            report.told.append(healing.record)
        }
        report.proposed = try await self.propose(
            choice.chosen, on: state, requestedBy: requestedBy, replacing: earlier)
        return report
    }

    private struct Choice {
        var chosen: [Healing] = []
        var told: [Healing] = []
        var overlapping: [Healing] = []
    }

    /// The gravest first, each as long as it fits beside those before it.
    private func choose(_ healings: [Healing]) async -> Choice {
        var choice = Choice()
        let ordered = healings.sorted { left, right in
            let (one, other) = (left.record.finding, right.record.finding)
            if one.severity != other.severity { return one.severity > other.severity }
            return (one.path, one.range.startLine) < (other.path, other.range.startLine)
        }
        for healing in ordered {
            guard healing.record.decision != .notify, let change = healing.record.candidate?.change else {
                choice.told.append(healing)
                continue
            }
            let beside = choice.chosen.filter { $0.record.finding.path == change.path } + [healing]
            let together = ProposedChange.combined(beside.compactMap { $0.record.candidate?.change })?.first
            if let together, await self.pipeline.gate.together(together, for: beside) {
                choice.chosen.append(healing)
            } else {
                choice.overlapping.append(healing)
            }
        }
        return choice
    }

    // MARK: Again

    package func healAgain(_ record: HealingRecord, requestedBy: String) async throws(Fault) -> HealingRecord? {
        let finding = record.finding
        let repository = finding.repository
        return try await self.pipeline.turns.take(repository.rawValue) { () async throws(Fault) in
            guard let head = try await self.codeHost.head(of: finding.branch, in: repository) else { return nil }
            let change = CodeChange(
                repository: repository, branch: finding.branch, base: finding.commit, head: head,
                author: record.author ?? "", requestedBy: PersonID(requestedBy))
            let detection = try await self.pipeline.detect.detection(of: finding.path, in: change)
            guard let fresh = detection.findings.first(where: { $0.fingerprint == finding.fingerprint }) else {
                return nil
            }
            try await self.templates.readmit(finding: finding.fingerprint)
            guard var healing = try await self.pipeline.open(fresh, of: detection, reopening: { _ in true }) else {
                return nil
            }
            // The same finding keeps its card.
            healing.record.card = record.proposal == nil ? record.card : nil
            healing.record.group = healing.record.card == nil ? nil : record.group
            healing = try await self.pipeline.solve(healing)
            healing.record = try await self.pipeline.act(healing)
            return try await self.pipeline.announce([healing.record]).first
        }
    }
}

extension HealingRecord {
    /// Why somebody's asking about a whole pull request does not bring this finding up again.
    fileprivate func reasonToLeave(isWanted: Bool) -> PullRequestReport.Left.Reason? {
        if self.proposal == nil, self.pullRequest != nil, self.state != .merged, self.state != .rejected,
            self.state != .reverted
        {
            return .elsewhere
        }
        if self.state == .approved { return .elsewhere }
        return self.state == .rejected && !isWanted ? .rejected : nil
    }
}
