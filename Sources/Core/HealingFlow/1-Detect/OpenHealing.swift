package import FoundationEssentials
package import HealingDomain

/// Starts the record of a finding, or continues the one a crash left; `nil` where it was dealt with before.
package struct OpenHealing: Sendable {
    let records: any HealingRecordStore
    let recall: RecallRejection
    let record: RecordStep
    let now: @Sendable () -> Date
    let clock = ContinuousClock()

    package init(
        records: any HealingRecordStore, recall: RecallRejection, record: RecordStep,
        now: @escaping @Sendable () -> Date
    ) {
        self.records = records
        self.recall = recall
        self.record = record
        self.now = now
    }

    /// - Parameter reopening: Whether a finding that is known is healed once more.
    func callAsFunction(
        _ finding: Finding, of detection: Detection, reopening: (HealingRecord) -> Bool = { $0.isOpenAgain }
    ) async throws(Fault) -> Healing? {
        guard let file = detection.files[finding.path] else { return nil }
        let known = try await self.records.record(of: finding.fingerprint)
        if let known, !reopening(known) { return nil }
        let moment = self.now()
        let rejected = known == nil ? try await self.recall(finding) : nil
        var record = HealingRecord(
            fixID: Self.fixID(of: finding, at: moment), finding: finding, author: detection.change.author,
            requestedBy: detection.change.requestedBy,
            createdAt: moment, updatedAt: moment)
        if let known, known.isUnfinished {
            record.fixID = known.fixID
            record.createdAt = known.createdAt
            record.pullRequest = known.pullRequest
            record.card = known.card
            record.group = known.group
        }
        if let rejected {
            record.state = .rejected
            record.decidedBy = rejected.decidedBy
            record.reason = rejected.reason
        }
        try await self.records.save(record)
        try await self.record(
            .detect, of: record, milliseconds: detection.milliseconds,
            detail: "\(finding.rule) in \(finding.path):\(finding.range.startLine)"
                + (rejected.map { ", rejected before in \($0.finding.path)" } ?? ""))
        if rejected != nil { return nil }
        return Healing(
            record: record, file: file, ruleCounts: detection.ruleCounts[finding.path] ?? [:], change: detection.change,
            startedAt: self.clock.now)
    }

    /// `fix-2026-01-20-abc123`: the day and the first digits of the fingerprint.
    static func fixID(of finding: Finding, at moment: Date) -> String {
        let day = moment.formatted(.iso8601.year().month().day())
        return "fix-\(day)-\(finding.fingerprint.rawValue.prefix(6))"
    }
}

extension HealingRecord {
    /// A crash left it half-way: not decided yet, or decided and never handed over to be shown.
    var isUnfinished: Bool {
        self.state == .detected
            || ((self.state == .proposed || self.state == .notified) && self.card == nil && self.announcedAt == nil)
    }

    /// What is unfinished goes on; a defect that was fixed and came back is healed anew, and so is one that reached a
    /// branch of ours although it was known from a person's pull request. All others were dealt with: what a person
    /// closed never comes again.
    var isOpenAgain: Bool { self.isUnfinished || self.state == .merged || self.wasLeftInPullRequest }

    private var wasLeftInPullRequest: Bool {
        guard self.proposal != nil else { return false }
        return switch self.state {
        case .pushed, .suggested, .superseded, .expired, .failed: true
        default: false
        }
    }
}
