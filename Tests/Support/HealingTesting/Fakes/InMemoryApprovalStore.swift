package import FoundationEssentials
package import HealingDomain

package actor InMemoryApprovalStore: ApprovalStore {
    private var approvals: [String: Approval] = [:]
    private var claims: [String: (holder: String, until: Date)] = [:]

    package init(_ approvals: [Approval] = []) {
        for approval in approvals { self.approvals[approval.id] = approval }
    }

    package var all: [Approval] { self.sorted { _ in true } }

    package func save(_ approval: Approval) async throws(Fault) {
        try await ProcessLife.pass()
        self.approvals[approval.id] = approval
        try await ProcessLife.pass()
    }

    package func approval(id: String) async throws(Fault) -> Approval? {
        try await ProcessLife.pass()
        return self.approvals[id]
    }

    package func decide(
        id: String, as state: Approval.State, by person: String, reason: String?, at moment: Date
    ) async throws(Fault) -> (approval: Approval, decidedNow: Bool)? {
        try await ProcessLife.pass()
        guard var approval = self.approvals[id] else { return nil }
        guard approval.state == .pending else { return (approval, false) }
        let isLate = approval.expiresAt <= moment && (state == .approved || state == .rejected)
        approval.state = isLate ? .expired : state
        if !isLate {
            approval.decidedBy = person
            approval.reason = reason
        }
        approval.decidedAt = moment
        self.approvals[id] = approval
        try await ProcessLife.pass()
        return (approval, !isLate)
    }

    package func vote(
        id: String, by person: PersonID, needed: Int, withdrawn: Set<PersonID>, at moment: Date
    ) async throws(Fault) -> Ballot? {
        try await ProcessLife.pass()
        guard var approval = self.approvals[id] else { return nil }
        let outcome = approval.count(person, needed: needed, withdrawn: withdrawn, at: moment)
        self.approvals[id] = approval
        try await ProcessLife.pass()
        return Ballot(approval: approval, outcome: outcome)
    }

    package func claimReminder(id: String, at moment: Date) async throws(Fault) -> Bool {
        guard let approval = self.approvals[id], approval.state == .pending, approval.remindedAt == nil else {
            return false
        }
        self.approvals[id]?.remindedAt = moment
        return true
    }

    package func claimExecution(
        id: String, holder: String, until: Date, at moment: Date
    ) async throws(Fault) -> Bool {
        try await ProcessLife.pass()
        if let claim = self.claims[id], claim.holder != holder, claim.until > moment { return false }
        self.claims[id] = (holder, until)
        return true
    }

    package func releaseExecution(id: String, holder: String) async throws(Fault) {
        try await ProcessLife.pass()
        if self.claims[id]?.holder == holder { self.claims[id] = nil }
    }

    package func markExecuted(id: String, at moment: Date) async throws(Fault) {
        try await ProcessLife.pass()
        if self.approvals[id]?.executedAt == nil { self.approvals[id]?.executedAt = moment }
    }

    package func unexecuted() async throws(Fault) -> [Approval] {
        self.sorted { $0.state != .pending && $0.executedAt == nil }
    }

    package func pending() async throws(Fault) -> [Approval] { self.sorted { $0.state == .pending } }

    package func approvals(repository: RepositoryName, pullRequest: Int) async throws(Fault) -> [Approval] {
        self.sorted { $0.repository == repository && $0.pullRequest == pullRequest }
    }

    private func sorted(_ isWanted: (Approval) -> Bool) -> [Approval] {
        self.approvals.values.filter(isWanted).sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }
}
