package import FoundationEssentials
package import HealingDomain

/// Shows healings in the channels that want them: one card a finding, or one for those of a push and rule, edited in
/// place.
///
/// What is to be shown is in the outbox, on the disk, before Slack is called, and said at once. What Slack does not take
/// now is said later: nothing is thrown for it. In quiet hours, and beyond what a channel takes in an hour, new findings
/// wait for the digest.
package struct ChannelAnnouncer: Announcer {
    let outbox: any Outbox
    let dispatcher: OutboxDispatcher
    let records: any HealingRecordStore
    let approvals: any ApprovalStore
    let team: any TeamSettingsStore
    let settings: ControlPlaneSettings
    let now: @Sendable () -> Date
    let newID: @Sendable () -> String
    /// A card is rendered and put by one at a time, so that an older state never replaces a newer one.
    private let turns = KeyedMutex()

    /// `newID` gives the markers by which posted messages can be found again.
    package init(
        dispatcher: OutboxDispatcher, records: any HealingRecordStore, approvals: any ApprovalStore,
        team: any TeamSettingsStore, settings: ControlPlaneSettings, now: @escaping @Sendable () -> Date,
        newID: @escaping @Sendable () -> String
    ) {
        self.outbox = dispatcher.outbox
        self.dispatcher = dispatcher
        self.records = records
        self.approvals = approvals
        self.team = team
        self.settings = settings
        self.now = now
        self.newID = newID
    }

    package func announce(_ record: HealingRecord, approval: Approval?) async throws(Fault) -> MessageReference? {
        let key = record.cardKey
        return try await self.turns.exclusively(key) { () async throws(Fault) -> MessageReference? in
            if record.proposal == nil, HeldBack.isWaiting(record.group) { return nil }
            let members = try await self.members(of: record, approval)
            let place = try await self.outbox.place(of: key)
            let channels = try await self.channels(for: members, known: place)
            guard let channel = channels.first else { return nil }
            let isNew = place == nil && record.card == nil && record.group.flatMap(HeldBack.digest) == nil
            // What somebody asked for is shown at once.
            if isNew, record.proposal == nil, try await self.holdBack(members, in: channel) { return nil }
            try await self.put(self.message(for: members, key: key, in: channel))
            try await self.markAnnounced(members)
            try await self.dispatcher.deliver(self.lane(of: record))
            if isNew { try await self.point(to: members, key: key, in: channel, from: channels.dropFirst()) }
            return try await self.outbox.place(of: key)?.reference
        }
    }

    package func note(_ text: StyledText, on record: HealingRecord) async throws(Fault) {
        let lane = self.lane(of: record)
        let place = try await self.outbox.place(of: record.cardKey)
        let channel = record.card?.channel ?? place?.reference?.channel ?? self.settings.channel
        guard place != nil || record.card != nil, let channel else { return }
        // The same words about the same question are one note, however often they are said.
        let key = "note:\((record.cardKey + (record.approvalID ?? "") + text.plain).fingerprintInKeys)"
        if try await self.outbox.place(of: key) == nil {
            // Of a card that shows several, say which one is meant.
            let isShared = record.group != nil && record.proposal == nil
            let name: StyledText = isShared ? "\(.code(record.finding.place)): " : ""
            try await self.put(
                OutgoingMessage(
                    key: key, replyTo: lane, root: record.card, channel: channel, content: ChannelMessage(name + text)))
        }
        try await self.dispatcher.deliver(lane)
    }

    package func report(_ text: StyledText) async throws(Fault) {
        guard let channel = self.settings.channel else { return }
        let key = "report:\((channel.rawValue + text.plain).fingerprintInKeys)"
        if try await self.outbox.place(of: key) == nil {
            try await self.put(OutgoingMessage(key: key, channel: channel, content: ChannelMessage(text)))
        }
        try await self.dispatcher.deliver(key)
    }

    func put(_ message: OutgoingMessage) async throws(Fault) {
        try await self.outbox.put(message, marker: self.newID(), at: self.now())
    }

    // MARK: What is shown

    private func members(of record: HealingRecord, _ approval: Approval?) async throws(Fault) -> [GroupCard.Member] {
        guard let group = record.group, record.proposal == nil else {
            return [GroupCard.Member(record: record, approval: approval)]
        }
        var members: [GroupCard.Member] = []
        for member in try await self.records.records(group: group) {
            var asked: Approval?
            if let id = member.approvalID { asked = try await self.approvals.approval(id: id) }
            members.append(GroupCard.Member(record: member, approval: asked))
        }
        return members.isEmpty ? [GroupCard.Member(record: record, approval: approval)] : members
    }

    private func message(for members: [GroupCard.Member], key: String, in channel: ChannelID) -> OutgoingMessage {
        let audience = Audience(channel: channel)
        let posted = members.lazy.compactMap(\.record.card).first
        if let member = members.first, member.record.group == nil || member.record.proposal != nil {
            let (record, approval) = (member.record, member.approval)
            let content =
                ProposalCard(record: record, approval: approval, settings: self.settings, audience: audience)?.message
                ?? FindingCard(record: record, approval: approval, settings: self.settings, audience: audience).message
            return OutgoingMessage(key: key, channel: channel, content: content, posted: posted)
        }
        let group = members.first?.record.group ?? ""
        let content = GroupCard(group: group, members: members, settings: self.settings, audience: audience).message
        guard let digest = HeldBack.digest(of: group) else {
            return OutgoingMessage(key: key, channel: channel, content: content, posted: posted)
        }
        return OutgoingMessage(
            key: key, replyTo: DailyDigest.key(digest.channel, day: digest.day), root: nil, channel: channel,
            content: content)
    }

    /// The conversation that a record's card is in.
    private func lane(of record: HealingRecord) -> String {
        guard record.proposal == nil, let digest = record.group.flatMap(HeldBack.digest) else { return record.cardKey }
        return DailyDigest.key(digest.channel, day: digest.day)
    }

    private func markAnnounced(_ members: [GroupCard.Member]) async throws(Fault) {
        let moment = self.now()
        for member in members where member.record.announcedAt == nil {
            try await self.records.update(member.record.finding.fingerprint) { record in
                record.announcedAt = record.announcedAt ?? moment
            }
        }
    }

    // MARK: Where, and whether now

    /// The channel of the card first; the others are pointed to it.
    private func channels(
        for members: [GroupCard.Member], known place: OutboxPlace?
    ) async throws(Fault) -> [ChannelID] {
        if let card = members.lazy.compactMap(\.record.card).first ?? place?.reference { return [card.channel] }
        guard let gravest = members.first?.record else { return [] }
        if let digest = gravest.group.flatMap(HeldBack.digest) { return [digest.channel] }
        return try await self.team.subscriptions().channels(
            for: gravest.finding, teamChannel: self.settings.channel)
    }

    func noise(of channel: ChannelID) async throws(Fault) -> ChannelNoise {
        var preferences = self.settings.channelDefaults
        preferences.channel = channel
        return ChannelNoise(
            preferences: try await self.team.preferences(of: channel) ?? preferences,
            criticalIgnoresQuietHours: self.settings.criticalIgnoresQuietHours)
    }

    private func mayPost(_ members: [GroupCard.Member], in channel: ChannelID) async throws(Fault) -> Bool {
        let moment = self.now()
        let recent = try await self.outbox.count(in: channel, since: moment.addingTimeInterval(-3600))
        let severity = members.map(\.record.finding.severity).max() ?? .low
        return try await self.noise(of: channel).allows(severity, at: moment, recent: recent)
    }

    /// Whether the findings wait for the digest; that is then in their records.
    private func holdBack(_ members: [GroupCard.Member], in channel: ChannelID) async throws(Fault) -> Bool {
        if try await self.mayPost(members, in: channel) { return false }
        let moment = self.now()
        let group = HeldBack.waiting(in: channel)
        for member in members {
            try await self.records.update(member.record.finding.fingerprint) { record in
                record.group = group
                record.announcedAt = record.announcedAt ?? moment
            }
        }
        return true
    }

    /// A line in each further channel that subscribed; it says nothing that can become untrue.
    private func point(
        to members: [GroupCard.Member], key: String, in home: ChannelID, from others: ArraySlice<ChannelID>
    ) async throws(Fault) {
        guard let finding = members.first?.record.finding else { return }
        let count = members.count > 1 ? "\(members.count) × " : ""
        let text: StyledText = """
            \(finding.severity.rawValue) · \(count)\(finding.issueType.inWords) in \(finding.repository.rawValue), \
            \(SourceLink(webAddress: self.settings.webAddress).line(of: finding)). Its card is in \(.channel(home)).
            """
        for channel in others where try await self.mayPost(members, in: channel) {
            let pointer = "pointer:\(channel):\(key)"
            try await self.put(OutgoingMessage(key: pointer, channel: channel, content: ChannelMessage(text)))
            try await self.dispatcher.deliver(pointer)
        }
    }
}
