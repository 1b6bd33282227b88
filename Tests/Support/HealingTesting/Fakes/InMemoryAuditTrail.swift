package import HealingDomain

package actor InMemoryAuditTrail: AuditTrail {
    /// In the order they were appended.
    package private(set) var all: [AuditEntry] = []
    private var fault: Fault?

    package init() {}

    /// Every later call throws this; `nil` heals it.
    package func fail(with fault: Fault?) { self.fault = fault }

    package func append(_ entry: AuditEntry) async throws(Fault) {
        try await ProcessLife.pass()
        if let fault { throw fault }
        self.all.append(entry)
        try await ProcessLife.pass()
    }

    package func entries(_ filter: AuditFilter) async throws(Fault) -> [AuditEntry] {
        try await ProcessLife.pass()
        if let fault { throw fault }
        let kept = self.all.enumerated().filter { filter.keeps($0.element) }
            .sorted { ($0.element.timestamp, $0.offset) > ($1.element.timestamp, $1.offset) }
        return kept.prefix(max(0, filter.limit)).map(\.element)
    }
}

extension AuditFilter {
    fileprivate func keeps(_ entry: AuditEntry) -> Bool {
        func matches<Value: Equatable>(_ wanted: Value?, _ value: Value?) -> Bool { wanted == nil || wanted == value }
        return (self.since.map { $0 <= entry.timestamp } ?? true) && (self.until.map { entry.timestamp < $0 } ?? true)
            && matches(self.repository, entry.repository) && matches(self.issueType, entry.issueType)
            && matches(self.finding, entry.finding) && matches(self.fixID, entry.fixID)
            && matches(self.step, entry.step) && matches(self.pullRequestURL, entry.pullRequestURL)
    }
}
