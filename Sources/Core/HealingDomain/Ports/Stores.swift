package import FoundationEssentials

/// The audit: entries are added and read, never changed.
package protocol AuditTrail: Sendable {
    func append(_ entry: AuditEntry) async throws(Fault)
    /// Newest first.
    func entries(_ filter: AuditFilter) async throws(Fault) -> [AuditEntry]
}

/// What is known of every finding's healing.
package protocol HealingRecordStore: Sendable {
    /// Stores the record, replacing an older one of the same fingerprint.
    func save(_ record: HealingRecord) async throws(Fault)
    /// Changes the stored record, with nobody else's change lost; `nil` where there is none.
    @discardableResult
    func update(
        _ finding: Fingerprint, _ change: @escaping @Sendable (inout HealingRecord) -> Void
    ) async throws(Fault) -> HealingRecord?
    /// The records that share a card under this name, the gravest first, then by path and line.
    func records(group: String) async throws(Fault) -> [HealingRecord]
    func record(of finding: Fingerprint) async throws(Fault) -> HealingRecord?
    /// By the first digits of the fingerprint, when exactly one record has them.
    func record(fingerprintPrefix: String) async throws(Fault) -> HealingRecord?
    /// The records whose pull request this is: one, or the findings grouped in it.
    func records(repository: RepositoryName, pullRequest: Int) async throws(Fault) -> [HealingRecord]
    /// The record whose card this message is; of several on one card the one that changed last.
    func record(card: MessageReference) async throws(Fault) -> HealingRecord?
    /// What was rejected of a rule's findings in a repository, the newest first, by `updatedAt`.
    func rejected(rule: RuleID, in repository: RepositoryName) async throws(Fault) -> [HealingRecord]
    /// All records whose card this message is, in the order of `records(group:)`.
    func records(card: MessageReference) async throws(Fault) -> [HealingRecord]
    /// Newest first, by `updatedAt`; `channel` keeps those whose card is there.
    func recent(channel: ChannelID?, limit: Int) async throws(Fault) -> [HealingRecord]
}

package protocol ApprovalStore: Sendable {
    func save(_ approval: Approval) async throws(Fault)
    func approval(id: String) async throws(Fault) -> Approval?
    /// Compare and set: decides a pending approval, once. Returns the approval as it now stands, and whether this call
    /// was the one that decided it; an expired one is never approved, whatever its stored state.
    func decide(
        id: String, as state: Approval.State, by person: String, reason: String?, at moment: Date
    ) async throws(Fault) -> (approval: Approval, decidedNow: Bool)?
    /// Adds a person's approval to a pending question, once a person, and takes those of `withdrawn` out; with `needed`
    /// of them the same call approves it. `nil` where there is no such question. Atomic, as `decide`.
    func vote(
        id: String, by person: PersonID, needed: Int, withdrawn: Set<PersonID>, at moment: Date
    ) async throws(Fault) -> Ballot?
    /// Whether this call is the one that may remind of a pending question: the first for it.
    func claimReminder(id: String, at moment: Date) async throws(Fault) -> Bool
    /// Takes the carrying out of a decision until then, so that one process at a time does it; `false` where another
    /// holds it. The same holder may take it again.
    func claimExecution(id: String, holder: String, until: Date, at moment: Date) async throws(Fault) -> Bool
    /// Gives it back, where this holder has it.
    func releaseExecution(id: String, holder: String) async throws(Fault)
    /// Notes that the decision was carried out.
    func markExecuted(id: String, at moment: Date) async throws(Fault)
    /// Decided in whichever way, not yet carried out: what a restart has to finish. The oldest first.
    func unexecuted() async throws(Fault) -> [Approval]
    /// The oldest first.
    func pending() async throws(Fault) -> [Approval]
    func approvals(repository: RepositoryName, pullRequest: Int) async throws(Fault) -> [Approval]
}

/// The templates learned from fixes, with their records. What a template means is FixReplay's.
package protocol FixTemplateStore: Sendable {
    func save(_ template: StoredTemplate) async throws(Fault)
    func template(id: String) async throws(Fault) -> StoredTemplate?
    /// All templates learned for the rule in the language, the most approved first.
    func templates(rule: RuleID, language: Language) async throws(Fault) -> [StoredTemplate]
    /// Adds one outcome to the record of a template, atomically.
    func count(_ outcome: LessonOutcome, template id: String) async throws(Fault)
    func record(template id: String) async throws(Fault) -> TrackRecord
    /// A rejected template is never offered for this finding again.
    func exclude(template id: String, finding: Fingerprint) async throws(Fault)
    /// Takes back every exclusion for the finding: somebody asked for it again.
    func readmit(finding: Fingerprint) async throws(Fault)
    func isExcluded(template id: String, finding: Fingerprint) async throws(Fault) -> Bool
}

/// One learned template: a key to find it by, its text as FixReplay encodes it, and the fix it came from.
package struct StoredTemplate: Sendable, Hashable, Codable {
    package var id: String
    package var rule: RuleID
    package var language: Language
    package var level: String
    /// JSON of FixReplay's `FixTemplate`.
    package var body: String
    /// The past fix it was learned from.
    package var fixID: String
    package var record: TrackRecord
    package var createdAt: Date

    package init(
        id: String, rule: RuleID, language: Language, level: String, body: String, fixID: String,
        record: TrackRecord = TrackRecord(), createdAt: Date
    ) {
        self.id = id
        self.rule = rule
        self.language = language
        self.level = level
        self.body = body
        self.fixID = fixID
        self.record = record
        self.createdAt = createdAt
    }
}

extension HealingRecord {
    /// The order in which a card lists its findings.
    package static func precedes(_ left: Self, _ right: Self) -> Bool {
        let (one, other) = (left.finding, right.finding)
        if one.severity != other.severity { return one.severity > other.severity }
        return (one.path, one.range.startLine, one.fingerprint) < (other.path, other.range.startLine, other.fingerprint)
    }
}
