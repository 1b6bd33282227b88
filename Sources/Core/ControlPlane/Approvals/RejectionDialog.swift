import HealingDomain

/// Asks why a fix is rejected: the answer is what the next fix is better by.
package enum RejectionDialog {
    package static let callbackID = "reject"

    package enum Reason: String, Sendable, CaseIterable {
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
    }

    static let reasonInput = "reason"
    static let commentInput = "comment"

    static func modal(for approval: Approval, _ record: HealingRecord?) -> Modal {
        let about = record.map { "\($0.finding.issueType.inWords) in \($0.finding.place)" } ?? "This fix"
        let text: StyledText = "\(.bold(about)). I will close \(approval.repository.rawValue)#\(approval.pullRequest)."
        return Modal(
            callbackID: Self.callbackID, title: "Reject this fix", submit: "Reject", privateMetadata: approval.id,
            blocks: [.section(text)],
            inputs: [
                ModalInput(
                    id: Self.reasonInput, label: "Why?",
                    kind: .choice(Reason.allCases.map { ModalInput.Choice(value: $0.rawValue, label: $0.label) })),
                ModalInput(
                    id: Self.commentInput, label: "What would be right?", kind: .text(multiline: true), isOptional: true
                ),
            ])
    }

    /// `Wrong fix: it drops the timeout`.
    static func reason(from values: [String: String]) -> String {
        let label = values[Self.reasonInput].flatMap(Reason.init)?.label ?? "No reason chosen"
        guard let comment = values[Self.commentInput], comment.hasWords else { return label }
        return "\(label): \(comment.onOneLine(limit: 1000))"
    }
}
