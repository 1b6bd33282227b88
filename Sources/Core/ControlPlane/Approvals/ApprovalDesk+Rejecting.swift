package import HealingDomain
import Logging

extension ApprovalDesk {
    /// Reject was pressed. Its trigger lives three seconds, so the dialog is opened before anything is looked up, and
    /// filled in afterwards: with the question, or with the reason why this person may not decide it.
    package func askReason(_ click: CardAction) async throws(Fault) {
        let clicker = Clicker(click)
        guard let dialog = await self.openDialog(click) else {
            return try await self.answers.tell(await self.lateAnswer(click), to: clicker)
        }
        let subject = RejectionDialog.Subject(approval: click.value, channel: clicker.channel)
        guard let known = try await self.approvals.approval(id: click.value) else {
            return try await self.fill(dialog, RejectionDialog.closed(Refusal.unknownButton.text), clicker)
        }
        try await self.turns.exclusively(known.turn) { () async throws(Fault) in
            switch try await self.access(of: clicker.person, to: known.id) {
            case .open(let question):
                let records = try await self.keeper.records(of: question.approval)
                let record = records.first { $0.finding.fingerprint == question.approval.finding } ?? records.first
                try await self.fill(dialog, RejectionDialog.modal(for: question.approval, record, subject), clicker)
            case .refused(let refusal, let approval):
                if let approval { await self.note(refusal, of: clicker, approval) }
                try await self.fill(dialog, RejectionDialog.closed(refusal.text), clicker)
            }
        }
    }

    /// `nil` where it did not open: the trigger was too old, or used by an earlier try.
    private func openDialog(_ click: CardAction) async -> ModalID? {
        guard let trigger = click.triggerID else { return nil }
        do {
            return try await self.answers.chat.open(RejectionDialog.opening, triggerID: trigger)
        } catch {
            self.logger.warning("the rejection dialog did not open", metadata: ["fault": "\(error)"])
            return nil
        }
    }

    /// What to do about a dialog that did not open: press again, unless that would not help either.
    private func lateAnswer(_ click: CardAction) async throws(Fault) -> StyledText {
        guard let known = try await self.approvals.approval(id: click.value) else {
            return Refusal.unknownButton.text
        }
        let access = try await self.turns.exclusively(known.turn) { () async throws(Fault) in
            try await self.access(of: click.person, to: known.id)
        }
        guard case .refused(let refusal, let approval) = access else { return Refusal.dialogClosed.text }
        if let approval { await self.note(refusal, of: Clicker(click), approval) }
        return refusal.text
    }

    /// Somebody who closed the dialog meanwhile is told in the channel what it would have said, where it said no.
    private func fill(_ dialog: ModalID, _ modal: Modal, _ clicker: Clicker) async throws(Fault) {
        do {
            try await self.answers.chat.update(dialog, to: modal)
        } catch {
            if error.isRetryable { throw error }
            self.logger.info("a dialog was not filled in", metadata: ["fault": "\(error)"])
            guard modal.inputs.isEmpty else { return }
            try await self.answers.tell(ChannelMessage(fallback: modal.title, blocks: modal.blocks), to: clicker)
        }
    }
}
