import FoundationEssentials
import HealingDomain

/// Why a person's click or command is not done: told to that person alone.
enum Refusal: Sendable, Hashable {
    case unknownButton
    case notInTeam
    case bot
    case deactivated
    case guest
    case notApprover([PersonID])
    case authorOfCritical
    case loginUnknown
    case couldNotCheck(String)
    case decided(Approval)
    case dialogClosed

    var text: StyledText {
        switch self {
        case .unknownButton:
            "I do not know this question any more, so I did nothing. The finding's latest card has working buttons."
        case .notInTeam: "Only people of the team that installed me can do this."
        case .bot: "Apps cannot do this; it takes a person."
        case .deactivated: "Your account is deactivated."
        case .guest: "Guests cannot do this. Please ask a full member of the team."
        case .notApprover(let approvers): "You are not on the list of approvers. Ask \(Self.names(approvers))."
        case .authorOfCritical:
            "You wrote the flagged commit, and a CRITICAL fix needs somebody else's eyes. Please ask a colleague."
        case .loginUnknown:
            "A CRITICAL fix needs an approver whose GitHub login I know, and I do not know yours. Ask to be linked."
        case .couldNotCheck(let detail):
            "I could not check who you are (\(detail)), so I did nothing. Please try again."
        case .decided(let approval): Self.outcome(of: approval)
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
        case .guest: "a guest"
        case .notApprover: "not an approver"
        case .authorOfCritical: "author of a CRITICAL finding"
        case .loginUnknown: "no known GitHub login"
        case .couldNotCheck(let detail): "could not be checked: \(detail)"
        case .decided(let approval): "already \(approval.state.rawValue)"
        case .dialogClosed: "the dialog could not be opened"
        }
    }

    private static func names(_ people: [PersonID]) -> StyledText {
        let shown = people.prefix(5).map { StyledText([.person($0)]) }.joined(separator: ", ")
        return people.count > 5 ? "\(shown) or another approver" : shown
    }

    private static func outcome(of approval: Approval) -> StyledText {
        let who = Actor.inWords(approval.decidedBy ?? Actor.bot)
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
