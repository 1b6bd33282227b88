import HealingDomain

/// Why and Show diff, pressed on a card: answered to whoever pressed.
struct CardButtons: Sendable {
    let records: any HealingRecordStore
    let membership: Membership
    let why: WhyCommand
    let audiences: AudienceFinder
    let answers: PrivateAnswers

    func explain(_ click: CardAction) async throws(Fault) {
        try await self.answer(click) { (record, audience) async throws(Fault) in
            try await self.why.explanation(ofCard: record, for: audience)
        }
    }

    func showDiff(_ click: CardAction) async throws(Fault) {
        try await self.answer(click) { (record, _) async throws(Fault) in
            guard let proposal = record.proposal else { return DiffAnswer(record: record).message }
            return ProposalDiff(records: try await self.records.records(of: proposal, as: record)).message
        }
    }

    private func answer(
        _ click: CardAction, _ message: (HealingRecord, Audience) async throws(Fault) -> ChannelMessage
    ) async throws(Fault) {
        let clicker = Clicker(click)
        let person: Person
        switch try await self.membership.standing(of: click.person) {
        case .refused(let refusal): return try await self.answers.tell(refusal.text, to: clicker)
        case .guest(let somebody), .member(let somebody): person = somebody
        }
        guard let record = try await self.records.record(of: Fingerprint(click.value)) else {
            return try await self.answers.tell(Refusal.unknownButton.text, to: clicker)
        }
        // The clicker alone reads the answer. Without a message it stands in no channel.
        let channel = click.message?.channel ?? ChannelID("")
        let audience = await self.audiences.audience(ofOne: person, in: channel)
        try await self.answers.tell(try await message(record, audience), to: clicker)
    }
}

extension HealingRecordStore {
    /// The records of a proposal's findings, in its order, as far as no other question has taken them over.
    func records(of proposal: Proposal, as record: HealingRecord) async throws(Fault) -> [HealingRecord] {
        var found: [HealingRecord] = []
        for item in proposal.items {
            guard let each = try await self.record(of: item.finding), each.approvalID == record.approvalID else {
                continue
            }
            found.append(each)
        }
        return found
    }
}
