import HealingDomain

/// The whole change of a proposal: what its approval binds to.
struct ProposalDiff: Sendable {
    let records: [HealingRecord]

    var message: ChannelMessage {
        guard let changes = ProposedChange.combined(self.records.compactMap { $0.candidate?.change }), !changes.isEmpty
        else { return ChannelMessage("The fixes are not what was shown any more. Ask again about the pull request.") }
        let diffs = changes.map(UnifiedDiff.init)
        let (added, removed) = (diffs.reduce(0) { $0 + $1.additions }, diffs.reduce(0) { $0 + $1.removals })
        let files = changes.count == 1 ? changes[0].path : "\(changes.count) files"
        return DiffAnswer.message(
            "\(.code(files)): \(added) added, \(removed) removed", diff: diffs.map(\.text).joined(), rest: nil)
    }
}
