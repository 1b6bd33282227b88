import FoundationEssentials
import HealingDomain

/// Why a person's click or command is not done: told to that person alone.
enum Refusal: Sendable, Hashable {
    case unknownButton
    case notInTeam
    case bot
    case deactivated
    case unconfirmed
    case guest
    case notApprover([PersonID], [UserGroupID])
    /// Who is in a group could not be asked, with what to do about it.
    case groupUnknown(UserGroupID, String)
    case author(isCritical: Bool)
    case requester
    case loginUnknown
    case couldNotCheck(String)
    case decided(Approval)
    case alreadyVoted(Approval, needed: Int)
    case dialogClosed

    var text: StyledText {
        switch self {
        case .unknownButton:
            "I do not know this question any more, so I did nothing. The finding's latest card has working buttons."
        case .notInTeam: "Only people of the team that installed me can do this."
        case .bot: "Apps cannot do this; it takes a person."
        case .deactivated: "Your account is deactivated."
        case .unconfirmed: "Your account's e-mail address is not confirmed. Confirm it in Slack, then click again."
        case .guest: "Guests cannot do this. Please ask a full member of the team."
        case .notApprover(let people, let groups):
            "You are not among the approvers. Ask \(Self.names(people, groups))."
        case .groupUnknown(let group, let advice):
            "I could not check whether you are in the approvers' group \(.code(group.rawValue)). \(advice)"
        case .author(let isCritical):
            "You wrote the flagged commit, and \(isCritical ? "a CRITICAL" : "every") fix needs somebody else's eyes. Please ask a colleague."
        case .requester: "You asked for this fix, so somebody else has to decide about it. Please ask a colleague."
        case .loginUnknown:
            "This needs an approver whose GitHub login I know, and I do not know yours. Say \(.code("link")) to me first."
        case .couldNotCheck(let detail):
            "I could not check who you are (\(detail)), so I did nothing. Please try again."
        case .decided(let approval): Self.outcome(of: approval)
        case .alreadyVoted(let approval, let needed):
            "You approved this already. It has \(approval.votes.count) of \(needed) approvals; the others have to come from other people."
        case .dialogClosed: "Slack gave me too little time to open the dialog. Please press the button again."
        }
    }

    /// For the audit.
    var name: String {
        switch self {
        case .unknownButton: "unknown approval"
        case .notInTeam: "not in the installed team"
        case .bot: "a bot"
        case .deactivated: "a deactivated account"
        case .unconfirmed: "an unconfirmed account"
        case .guest: "a guest"
        case .notApprover: "not an approver"
        case .groupUnknown(let group, let advice): "the group \(group) could not be asked: \(advice)"
        case .author: "author of the flagged commit"
        case .requester: "requester of the fix"
        case .loginUnknown: "no known GitHub login"
        case .couldNotCheck(let detail): "could not be checked: \(detail)"
        case .decided(let approval): "already \(approval.state.rawValue)"
        case .alreadyVoted: "approved before"
        case .dialogClosed: "the dialog could not be opened"
        }
    }

    private static func names(_ people: [PersonID], _ groups: [UserGroupID]) -> StyledText {
        let everybody =
            people.map { StyledText([.person($0)]) }
            + groups.map { "somebody of the group \(.code($0.rawValue))" as StyledText }
        let shown = everybody.prefix(5).joined(separator: ", ")
        return everybody.count > 5 ? "\(shown) or another approver" : shown
    }

    private static func outcome(of approval: Approval) -> StyledText {
        let who = approval.deciders
        let when = approval.decidedAt.map { " at \($0.inWords)" } ?? ""
        switch approval.state {
        case .approved: return "This was already approved by \(who)\(when)."
        case .rejected: return "This was already rejected by \(who)\(when)."
        case .expired: return "This question expired at \(approval.expiresAt.inWords); nothing was merged."
        case .superseded, .pending:
            let reason = approval.reason.map { ": \($0.onOneLine(limit: 200))" } ?? ""
            return "This question no longer stands\(reason). Nothing was merged; please look at the pull request."
        }
    }
}
