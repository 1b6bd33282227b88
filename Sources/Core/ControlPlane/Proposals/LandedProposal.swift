import FoundationEssentials
import HealingDomain

/// What became of a fix on a person's pull request, once that was merged: learned like a merge of our own.
struct LandedProposal: Sendable {
    let keeper: CardKeeper
    let log: DecisionLog
    let settlement: Settlement
    let codeHost: any CodeHost

    private static let fileLimit = 1 << 20

    /// `records` are those that were put on the pull request.
    func merged(_ records: [HealingRecord], _ event: PullRequestEvent) async throws(Fault) {
        for record in records {
            let fate = try await self.fate(of: record, event)
            let saved = try await self.keeper.save([record]) { record in
                record.state = fate.state
                record.reason = fate.reason
            }
            for record in try await self.keeper.show(saved) {
                guard let outcome = fate.outcome else { continue }
                let by = record.decidedBy ?? Actor.gitHub(event.sender)
                let lesson = Lesson(
                    record: record, outcome: outcome, by: Actor.bare(by), reason: fate.reason,
                    mergedContent: fate.content)
                try await self.settlement.learn(lesson, actor: by)
                let detail = "\(fate.state.rawValue) as \(event.mergeSHA?.short ?? "an unknown commit")"
                try await self.log.once(
                    .merged, record, key: event.headSHA.short, by: Actor.gitHub(event.sender), detail: detail,
                    fixApplied: fate.state == .merged)
            }
        }
    }

    private struct Fate {
        var state: HealingRecord.State
        var outcome: LessonOutcome?
        var reason: String?
        var content: String?
    }

    /// A pull request lives on after our commit: the fix counts as kept while its lines stand in the merged file.
    private func fate(of record: HealingRecord, _ event: PullRequestEvent) async throws(Fault) -> Fate {
        guard let change = record.candidate?.change, let pullRequest = record.pullRequest else {
            return Fate(state: .superseded, reason: "merged")
        }
        if record.state == .pushed, pullRequest.headSHA == event.headSHA {
            return Fate(state: .merged, outcome: .approved)
        }
        let file = try await self.file(change.path, pullRequest, event)
        let isSuggestion = record.state == .suggested
        guard let file else {
            return Fate(state: isSuggestion ? .superseded : .merged, reason: "the merged file could not be read")
        }
        if change.isKept(in: file.content) { return Fate(state: .merged, outcome: .approved) }
        if isSuggestion { return Fate(state: .superseded, reason: "merged without the suggestion") }
        if change.isUndone(in: file.content) {
            return Fate(state: .reverted, outcome: .reverted, reason: "\(event.sender) merged the old lines")
        }
        return Fate(state: .merged, outcome: .editedBeforeMerge, content: file.content)
    }

    private func file(
        _ path: String, _ pullRequest: PullRequestReference, _ event: PullRequestEvent
    ) async throws(Fault) -> SourceFile? {
        do {
            return try await self.codeHost.file(
                path, in: pullRequest.repository, at: event.mergeSHA ?? event.headSHA, limit: Self.fileLimit)
        } catch {
            if error.isRetryable { throw error }
            return nil
        }
    }
}

extension ProposedChange {
    /// Whether all its new lines stand in the text, wherever they are by now.
    fileprivate func isKept(in text: String) -> Bool {
        self.replacements.allSatisfy { edit in
            edit.inserted.isEmpty ? !text.contains(edit.removed) : text.contains(edit.inserted)
        }
    }

    /// Whether all its old lines do.
    fileprivate func isUndone(in text: String) -> Bool {
        self.replacements.allSatisfy { edit in
            edit.removed.isEmpty ? !text.contains(edit.inserted) : text.contains(edit.removed)
        }
    }
}
