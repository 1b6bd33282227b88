import HealingDomain

/// What is asked of a person: the approval, weighed by all the findings that it decides.
struct Question: Sendable {
    let approval: Approval
    /// What holds now.
    let policy: ApprovalPolicy
    /// Logins of whoever wrote a flagged commit, in lower case.
    let authors: Set<String>

    /// A pull request of several findings is as grave as the gravest.
    init(_ approval: Approval, records: [HealingRecord], settings: ControlPlaneSettings) {
        var approval = approval
        approval.severity = records.map(\.finding.severity).reduce(approval.severity, max)
        self.approval = approval
        self.policy = settings.policy(of: approval.repository).inForce(asked: approval.policy)
        let authors = records.map(\.author) + [approval.author]
        self.authors = Set(authors.compactMap { $0?.lowercased() })
    }
}

/// Whether a person may decide an approval, asked at the click.
struct ApproverCheck: Sendable {
    let membership: Membership
    let gitHubLogin: @Sendable (PersonID) async -> String?

    /// `nil` lets them decide.
    func refusal(of person: PersonID, deciding question: Question) async throws(Fault) -> Refusal? {
        switch try await self.membership.standing(of: person) {
        case .refused(let refusal): return refusal
        case .guest: return .guest
        case .member: return try await self.refusal(ofMember: person, deciding: question)
        }
    }

    /// The same for somebody whose membership was just checked.
    func refusal(ofMember person: PersonID, deciding question: Question) async throws(Fault) -> Refusal? {
        let policy = question.policy
        if let refusal = try await self.refusal(of: person, by: policy) { return refusal }
        if !policy.requesterMayDecide, question.approval.requester == person { return .requester }
        let login = await self.gitHubLogin(person)
        if login == nil, policy.knownLogin.holds(for: question.approval) { return .loginUnknown }
        let isCritical = question.approval.severity == .critical
        guard isCritical || !policy.authorMayDecide, let login = login?.lowercased() else { return nil }
        return question.authors.contains(login) ? .author(isCritical: isCritical) : nil
    }

    private func refusal(of person: PersonID, by policy: ApprovalPolicy) async throws(Fault) -> Refusal? {
        guard !(policy.approvers.isEmpty && policy.groups.isEmpty), !policy.approvers.contains(person) else {
            return nil
        }
        var problem: Refusal?
        for group in policy.groups {
            do {
                if try await self.membership.chat.members(of: group).contains(person) { return nil }
            } catch {
                if error.isRetryable { throw error }
                problem = .groupUnknown(group, error.advice ?? "\(error.detail).")
            }
        }
        return problem ?? .notApprover(policy.approvers, policy.groups)
    }
}
