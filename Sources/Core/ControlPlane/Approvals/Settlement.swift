import FoundationEssentials
import HealingDomain
import Logging

/// What became of a pull request, written down everywhere: record, audit, lesson, card, thread. Safe to repeat.
struct Settlement: Sendable {
    let keeper: CardKeeper
    let log: DecisionLog
    let codeHost: any CodeHost
    let learner: any Learner

    /// Merged files above this many bytes are not read back.
    private static let fileLimit = 1 << 20

    /// Somebody approved; what that leads to is still to be carried out. `detail` is what the audit says.
    func approved(
        _ records: [HealingRecord], of approval: Approval, by actor: String, detail: String
    ) async throws(Fault) -> [HealingRecord] {
        let decided = try await self.keeper.save(records) { record in
            guard record.state == .proposed else { return }
            record.state = .approved
            record.decidedBy = actor
        }
        for record in decided {
            try await self.log.once(.approved, record, key: approval.id, by: actor, detail: detail)
        }
        await self.keeper.showMeanwhile(decided)
        return decided
    }

    /// The pull request was merged: `head` is the commit that its branch had then.
    func merged(
        _ records: [HealingRecord], by actor: String, head: CommitSHA, mergeSHA: CommitSHA?
    ) async throws(Fault) {
        let saved = try await self.keeper.save(records) { record in
            record.state = .merged
            record.decidedBy = actor
            record.reason = nil
        }
        for record in try await self.keeper.show(saved) {
            let edited = try await self.editedContent(of: record, head: head, mergeSHA: mergeSHA)
            let lesson = Lesson(
                record: record, outcome: edited == nil ? .approved : .editedBeforeMerge, by: Actor.bare(actor),
                mergedContent: edited)
            try await self.learn(lesson, actor: actor)
            let detail = "merged as \(mergeSHA?.short ?? "an unknown commit")"
            try await self.log.once(.merged, record, key: head.short, by: actor, detail: detail, fixApplied: true) {
                () async throws(Fault) in
                let text: StyledText = edited == nil ? "" : ", with changes of your own that I will learn from"
                try await self.keeper.note("Merged as \(.code(mergeSHA?.short ?? "?"))\(text).", on: record)
            }
        }
    }

    /// It was closed without merging, or is to be.
    func rejected(_ records: [HealingRecord], by actor: String, reason: String) async throws(Fault) {
        let saved = try await self.keeper.save(records) { record in
            record.state = .rejected
            record.decidedBy = actor
            record.reason = reason
        }
        for record in try await self.keeper.show(saved) {
            let lesson = Lesson(
                record: record, outcome: .rejected, by: Actor.bare(actor), reason: reason,
                rejection: RejectionReason(leading: reason))
            try await self.learn(lesson, actor: actor)
        }
    }

    /// Approved, and yet it cannot be merged: told in the thread, with what to do next.
    func failed(_ records: [HealingRecord], _ fault: Fault, key: String) async throws(Fault) {
        let saved = try await self.keeper.save(records) { record in
            record.state = .failed
            record.reason = fault.detail
        }
        for record in try await self.keeper.show(saved) {
            try await self.log.once(.failed, record, key: key, by: Actor.bot, detail: fault.description) {
                () async throws(Fault) in
                let advice =
                    fault.advice
                    ?? "Please look at the pull request; once it can be merged, merge it there or ask again."
                try await self.keeper.note("I could not merge it: \(fault.detail). \(advice)", on: record)
            }
        }
    }

    /// The question no longer stands: it expired, or its branch moved.
    func lapsed(_ records: [HealingRecord], as state: HealingRecord.State, reason: String?) async throws(Fault) {
        let saved = try await self.keeper.save(records) { record in
            record.state = state
            record.reason = reason
        }
        try await self.keeper.show(saved)
    }

    /// A lesson that cannot be learned does not undo a merge.
    func learn(_ lesson: Lesson, actor: String) async throws(Fault) {
        do {
            try await self.log.once(
                .learned, lesson.record, key: lesson.outcome.rawValue, by: actor, detail: lesson.reason ?? "decided"
            ) { () async throws(Fault) in try await self.learner.learn(lesson) }
        } catch {
            if error.isRetryable { throw error }
            self.keeper.logger.error("a lesson was not learned", metadata: ["fault": "\(error)"])
        }
    }

    /// The file as merged, where somebody pushed to the branch and the file is no longer what was proposed.
    private func editedContent(
        of record: HealingRecord, head: CommitSHA, mergeSHA: CommitSHA?
    ) async throws(Fault) -> String? {
        guard let change = record.candidate?.change, let proposed = record.pullRequest, proposed.headSHA != head else {
            return nil
        }
        let file: SourceFile?
        do {
            file = try await self.codeHost.file(
                change.path, in: proposed.repository, at: mergeSHA ?? head, limit: Self.fileLimit)
        } catch {
            if error.isRetryable { throw error }
            self.keeper.logger.warning("a merged file was not read back", metadata: ["fault": "\(error)"])
            return nil
        }
        guard let file, !file.content.utf8.elementsEqual(change.updated.utf8) else { return nil }
        return file.content
    }
}
