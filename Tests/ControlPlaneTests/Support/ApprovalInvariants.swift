import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

/// What holds of an approval when everything has come to rest.
struct ApprovalInvariants {
    let bench: Workbench
    let comment: Comment

    func check(clicks: [CardAction] = []) async throws {
        let record = try #require(try await self.bench.record(), self.comment)
        let approval = try #require(try await self.bench.approval(), self.comment)
        try await self.expectOneExecution(record, approval)
        let truth = FindingCard(
            record: record, approval: approval, settings: self.bench.settings, audience: Audience(channel: "C1")
        ).message
        #expect(await self.bench.card() == MessageText.of(truth), self.comment)
        #expect(try await self.bench.approvals.unexecuted().isEmpty, self.comment)
        try await self.expectAnswered(clicks, approval)
    }

    /// Once at most, at the commit that was shown, with the approvals that the policy asks for.
    private func expectOneExecution(_ record: HealingRecord, _ approval: Approval) async throws {
        let merges = await self.bench.host.merges
        let closes = await self.bench.host.closed.count
        #expect(merges.count + closes <= 1, self.comment)
        #expect(merges.isEmpty || record.state == .merged, self.comment)
        #expect(closes == 0 || record.state == .rejected, self.comment)
        if let merge = merges.first {
            let policy = self.bench.settings.policy.inForce(asked: approval.policy)
            let voters = Set(approval.votes.map(\.person))
            #expect(approval.state == .approved && merge.head == approval.headSHA, self.comment)
            #expect(voters.count >= policy.approvals && voters.count == approval.votes.count, self.comment)
            let isCritical = approval.severity == .critical
            #expect(voters.isSubset(of: isCritical ? ["U1", "U2"] : ["U1", "U2", "U3"]), self.comment)
        }
        let possible: [Approval.State: Set<HealingRecord.State>] = [
            .pending: [.proposed], .approved: [.merged, .superseded, .failed, .rejected],
            .rejected: [.rejected, .merged], .expired: [.expired, .merged, .rejected],
            .superseded: [.superseded, .merged, .rejected],
        ]
        #expect(
            possible[approval.state]?.contains(record.state) == true,
            "\(self.comment): \(approval.state) \(record.state)")
    }

    /// By words to them alone, by the dialog, or by the card that names them.
    private func expectAnswered(_ clicks: [CardAction], _ approval: Approval) async throws {
        let answered = Set(await self.bench.chat.responses.map(\.responseURL))
        let dialogs = await self.bench.chat.modals
        for click in clicks {
            let hasVoted = approval.votes.contains { $0.person == click.person }
            let byCard = click.actionID == "approve" && (hasVoted || approval.decidedBy == click.person.rawValue)
            // The last dialog of a trigger: not one that still says "one moment".
            let dialog = dialogs.last { $0.triggerID == click.triggerID }?.modal
            let byDialog = dialog.map { !MessageText.of($0).contains("One moment") } ?? false
            #expect(
                byCard || byDialog || answered.contains(click.responseURL ?? ""), "\(self.comment): \(click)")
        }
    }
}
