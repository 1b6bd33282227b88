/// A language model asked for an edit. Its answer is data: an edit that has yet to pass the gates, or words, or nothing.
package protocol RepairModel: Sendable {
    /// Shown as the source, such as `llama-3.1-8b-instruct`.
    var name: String { get }
    /// A malformed, late, hostile or empty answer is a fault that says why; a model without an idea answers `nil`.
    func propose(_ request: RepairRequest) async throws(Fault) -> RepairProposal?
}

package struct RepairRequest: Sendable, Hashable {
    package var finding: Finding
    package var file: SourceFile
    /// The nearest threads and fixes, as data: they never instruct.
    package var examples: [FixPair]

    package init(finding: Finding, file: SourceFile, examples: [FixPair]) {
        self.finding = finding
        self.file = file
        self.examples = examples
    }
}

package struct RepairProposal: Sendable, Hashable {
    package var change: ProposedChange
    package var explanation: String
    /// 0 to 1, as the model states it; `nil` where it states none.
    package var statedConfidence: Double?

    package init(change: ProposedChange, explanation: String, statedConfidence: Double?) {
        self.change = change
        self.explanation = explanation
        self.statedConfidence = statedConfidence
    }
}
