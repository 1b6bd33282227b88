package import HealingDomain

package actor InMemoryFixTemplateStore: FixTemplateStore {
    private struct Exclusion: Hashable {
        var template: String
        var finding: Fingerprint
    }

    private var stored: [String: StoredTemplate] = [:]
    /// What templates earned that were counted before they were ever stored.
    private var early: [String: TrackRecord] = [:]
    private var exclusions: Set<Exclusion> = []

    package init(_ templates: [StoredTemplate] = []) {
        for template in templates { self.stored[template.id] = template }
    }

    package var all: [StoredTemplate] { Array(self.stored.values) }

    package func save(_ template: StoredTemplate) async throws(Fault) {
        var template = template
        if let known = self.stored[template.id]?.record ?? self.early[template.id] { template.record = known }
        self.stored[template.id] = template
    }

    package func template(id: String) async throws(Fault) -> StoredTemplate? { self.stored[id] }

    package func templates(rule: RuleID, language: Language) async throws(Fault) -> [StoredTemplate] {
        self.stored.values.filter { $0.rule == rule && $0.language == language }
            .sorted { ($1.record.approved, $0.createdAt, $0.id) < ($0.record.approved, $1.createdAt, $1.id) }
    }

    package func count(_ outcome: LessonOutcome, template id: String) async throws(Fault) {
        if self.stored[id] == nil { self.early[id, default: TrackRecord()].count(outcome) }
        self.stored[id]?.record.count(outcome)
    }

    package func record(template id: String) async throws(Fault) -> TrackRecord {
        self.stored[id]?.record ?? self.early[id] ?? TrackRecord()
    }

    package func exclude(template id: String, finding: Fingerprint) async throws(Fault) {
        self.exclusions.insert(Exclusion(template: id, finding: finding))
    }

    package func readmit(finding: Fingerprint) async throws(Fault) {
        self.exclusions = self.exclusions.filter { $0.finding != finding }
    }

    package func isExcluded(template id: String, finding: Fingerprint) async throws(Fault) -> Bool {
        self.exclusions.contains(Exclusion(template: id, finding: finding))
    }
}
