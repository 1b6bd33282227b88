package import FoundationEssentials

/// Who may decide about a fix, and how many of them it takes. One a team; a repository may have its own.
package struct ApprovalPolicy: Sendable, Hashable, Codable {
    /// So many people have to approve; one rejection is enough. At least 1.
    package var approvals: Int
    /// Who may decide, together with the members of `groups`; everybody of the team where both are empty.
    package var approvers: [PersonID]
    package var groups: [UserGroupID]
    /// Whether the author of the flagged commit may decide about a fix below CRITICAL. Above, never.
    package var authorMayDecide: Bool
    /// Whether whoever asked for the fix may decide about it.
    package var requesterMayDecide: Bool
    /// When an approver's GitHub login has to be known. Without it, somebody whose login is not known passes the check
    /// that they are not the author.
    package var knownLogin: Occasion
    /// When Approve asks once more before it counts.
    package var confirmation: Occasion

    /// For which questions a rule holds.
    package enum Occasion: String, Sendable, Codable, CaseIterable {
        case never
        /// For CRITICAL fixes.
        case critical
        /// For CRITICAL fixes, and whenever approving merges.
        case merge
        case always

        package func holds(for approval: Approval) -> Bool {
            switch self {
            case .never: false
            case .critical: approval.severity == .critical
            case .merge: approval.severity == .critical || approval.kind == .merge
            case .always: true
            }
        }
    }

    package init(
        approvals: Int = 1, approvers: [PersonID] = [], groups: [UserGroupID] = [], authorMayDecide: Bool = true,
        requesterMayDecide: Bool = true, knownLogin: Occasion = .never, confirmation: Occasion = .merge
    ) {
        self.approvals = max(1, approvals)
        self.approvers = approvers
        self.groups = groups
        self.authorMayDecide = authorMayDecide
        self.requesterMayDecide = requesterMayDecide
        self.knownLogin = knownLogin
        self.confirmation = confirmation
    }

    /// What holds at a click: who may decide is as the team says now, and nothing that was promised when the question was
    /// asked becomes laxer.
    package func inForce(asked: ApprovalPolicy) -> ApprovalPolicy {
        var policy = self
        policy.approvals = max(self.approvals, asked.approvals)
        policy.authorMayDecide = self.authorMayDecide && asked.authorMayDecide
        policy.requesterMayDecide = self.requesterMayDecide && asked.requesterMayDecide
        return policy
    }
}

/// One person's approval of a question that may need several.
package struct Vote: Sendable, Hashable, Codable {
    package var person: PersonID
    package var at: Date

    package init(person: PersonID, at: Date) {
        self.person = person
        self.at = at
    }
}

/// What became of a vote.
package struct Ballot: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        /// It counts, and more are needed.
        case counted
        /// It was the last that was needed: the question is approved by this call.
        case decided
        /// The person had voted before, and more are needed.
        case repeated
        /// The question was decided before, or its time is over.
        case closed
    }

    /// As it now stands.
    package var approval: Approval
    package var outcome: Outcome

    package init(approval: Approval, outcome: Outcome) {
        self.approval = approval
        self.outcome = outcome
    }
}

/// Why a person rejected a fix.
package enum RejectionReason: String, Sendable, Codable, CaseIterable {
    case wrongFix = "wrong_fix"
    case notABug = "not_a_bug"
    case notHere = "not_here"
    case style

    package var label: String {
        switch self {
        case .wrongFix: "Wrong fix"
        case .notABug: "Not a bug"
        case .notHere: "Not here"
        case .style: "Style"
        }
    }

    /// The reason that a rejection's words begin with: `Wrong fix: it drops the timeout`.
    package init?(leading words: String) {
        let label = words.prefix { $0 != ":" }
        guard let reason = Self.allCases.first(where: { $0.label == label }) else { return nil }
        self = reason
    }

    /// Whether the fix was at fault, and not the finding: only then does its template count as rejected.
    package var blamesFix: Bool { self == .wrongFix || self == .style }
}
