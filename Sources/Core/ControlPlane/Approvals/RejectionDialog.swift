import FoundationEssentials
import HealingDomain

/// Asks why a fix is rejected: the answer is what the next fix is better by.
package enum RejectionDialog {
    package static let callbackID = "reject"
    private static let title = "Reject this fix"

    static let reasonInput = "reason"
    static let commentInput = "comment"

    /// What a dialog is about, as it travels with it: ids only.
    struct Subject {
        var approval: String
        /// Where to answer: the submission itself gives no way to.
        var channel: ChannelID?

        init(approval: String, channel: ChannelID?) {
            self.approval = approval
            self.channel = channel
        }

        init(_ text: String) {
            let words = text.split(separator: " ", maxSplits: 1)
            self.init(
                approval: words.first.map { String($0) } ?? "",
                channel: words.dropFirst().first.map { ChannelID(String($0)) })
        }

        var text: String { [self.approval, self.channel?.rawValue].compactMap(\.self).joined(separator: " ") }
    }

    /// What is shown before anything was looked up.
    static let opening = Modal(
        callbackID: Self.callbackID, title: Self.title, blocks: [.section("One moment, I am looking this up.")])

    /// What is shown to somebody who may not reject it, or too late.
    static func closed(_ text: StyledText) -> Modal {
        Modal(callbackID: Self.callbackID, title: Self.title, blocks: [.section(text)])
    }

    static func modal(for approval: Approval, _ record: HealingRecord?, _ subject: Subject) -> Modal {
        let about = record.map { "\($0.finding.issueType.inWords) in \($0.finding.place)" } ?? "This fix"
        let name = "\(approval.repository)#\(approval.pullRequest)"
        let consequence =
            approval.kind == .merge
            ? "I will close \(name), and not propose it again unless somebody asks me to."
            : "I will leave \(name) as it is, and not propose this again unless somebody asks me to."
        return Modal(
            callbackID: Self.callbackID, title: Self.title, submit: "Reject", privateMetadata: subject.text,
            blocks: [.section("\(.bold(about)). \(consequence)")],
            inputs: [
                ModalInput(
                    id: Self.reasonInput, label: "Why?",
                    kind: .choice(
                        RejectionReason.allCases.map { ModalInput.Choice(value: $0.rawValue, label: $0.label) })),
                ModalInput(
                    id: Self.commentInput, label: "What would be right?", kind: .text(multiline: true), isOptional: true
                ),
            ])
    }

    /// `Wrong fix: it drops the timeout`.
    static func reason(from values: [String: String]) -> String {
        let label = values[Self.reasonInput].flatMap { RejectionReason(rawValue: $0) }?.label ?? "No reason chosen"
        guard let comment = values[Self.commentInput], comment.hasWords else { return label }
        return "\(label): \(comment.onOneLine(limit: 1000))"
    }
}
