import FoundationEssentials
import HealingDomain

/// The buttons of the App Home, by their action ids.
package enum HomeAction: String, Sendable, CaseIterable {
    case purge = "home.purge"
    case preferences = "home.preferences"
}

/// What the App Home's buttons and their dialog do. The tab is drawn anew afterwards, and says what came of it.
struct HomeActions: Sendable {
    let parts: ControlPlane.Dependencies
    let membership: Membership
    let publisher: HomePublisher
    let log: TeamLog

    func press(_ action: HomeAction, _ click: CardAction) async throws(Fault) {
        switch try await self.membership.standing(of: click.person) {
        case .refused, .guest: try await self.publisher.publish(for: click.person)
        case .member(let person):
            switch action {
            case .purge: try await self.purge(person)
            case .preferences: try await self.openDialog(person, click)
            }
        }
    }

    private func purge(_ person: Person) async throws(Fault) {
        guard let miner = self.parts.miner, await self.publisher.hasAuthority(person) else {
            let notice: StyledText = "Only administrators of the workspace and approvers may purge. Nothing was purged."
            return try await self.publisher.publish(for: person.id, notice: notice)
        }
        let erasure = try await miner.purge(requestedBy: person.id)
        try await self.publisher.publish(for: person.id, notice: "Purged: \(erasure.inWords).")
    }

    // MARK: Preferences

    private func openDialog(_ person: Person, _ click: CardAction) async throws(Fault) {
        let channels = try await self.channels()
        guard !channels.isEmpty, let trigger = click.triggerID else {
            let notice: StyledText = "No channel gets cards yet. Subscribe one first."
            return try await self.publisher.publish(for: person.id, notice: notice)
        }
        do {
            let zone = try await self.parts.teamSettings.preferences().first?.timeZone ?? "UTC"
            try await self.parts.chat.open(PreferencesDialog.modal(channels, timeZone: zone), triggerID: trigger)
        } catch {
            try await self.publisher.publish(for: person.id, notice: Refusal.dialogClosed.text)
        }
    }

    /// Those that get cards, with their names where they are known; never one that this was not asked of.
    private func channels() async throws(Fault) -> [ModalInput.Choice] {
        var ids = [self.parts.settings.channel].compactMap(\.self)
        for subscription in try await self.parts.teamSettings.subscriptions() where !ids.contains(subscription.channel)
        {
            ids.append(subscription.channel)
        }
        let names = try await self.parts.miner?.progress() ?? []
        return ids.map { id in
            let known = names.first { $0.channel == id && !$0.isPrivate }
            return ModalInput.Choice(value: id.rawValue, label: known.map { "#\($0.channelName)" } ?? id.rawValue)
        }
    }

    func save(_ submission: ModalSubmission) async throws(Fault) {
        guard case .member = try await self.membership.standing(of: submission.person) else {
            return try await self.publisher.publish(for: submission.person)
        }
        let allowed = try await self.channels().map(\.value)
        guard let preferences = PreferencesDialog.preferences(from: submission.values),
            allowed.contains(preferences.channel.rawValue)
        else {
            let notice: StyledText =
                "I could not read that: the time zone needs a name such as Europe/Berlin. Nothing changed."
            return try await self.publisher.publish(for: submission.person, notice: notice)
        }
        try await self.parts.teamSettings.save(preferences)
        let words = preferences.inWords
        try await self.log.append(
            .preferences, by: submission.person, detail: "\(preferences.channel): \(words.plain)")
        try? await self.tell("\(.person(submission.person)) chose for this channel: \(words).", in: preferences.channel)
        try await self.publisher.publish(
            for: submission.person, notice: "\(.channel(preferences.channel)): \(words).")
    }

    private func tell(_ text: StyledText, in channel: ChannelID) async throws(Fault) {
        let message = await QuietMessage(chat: self.parts.chat).message(ChannelMessage(text))
        _ = try await self.parts.chat.post(message, to: channel, thread: nil)
    }
}

/// Asks how much of the bot a channel wants.
enum PreferencesDialog {
    static let callbackID = "preferences"
    private static let none = "none"

    static func modal(_ channels: [ModalInput.Choice], timeZone: String) -> Modal {
        let caps = [Self.none, "1", "3", "6", "12", "30"].map { value in
            ModalInput.Choice(value: value, label: value == Self.none ? "No limit" : "\(value) an hour")
        }
        let quiet = [Self.none, "18-8", "20-8", "22-7", "0-6"].map { value in
            ModalInput.Choice(
                value: value, label: value == Self.none ? "Never" : value.replacing("-", with: ":00 to ") + ":00")
        }
        let digest = [Self.none] + (0...23).map(String.init)
        let hours = digest.map { value in
            ModalInput.Choice(value: value, label: value == Self.none ? "No digest" : "\(value):00")
        }
        return Modal(
            callbackID: Self.callbackID, title: "A channel's peace", submit: "Save",
            blocks: [.context("Cards beyond these wait for the digest. What a person asks for is answered at once.")],
            inputs: [
                ModalInput(id: "channel", label: "Channel", kind: .choice(channels)),
                ModalInput(id: "cap", label: "New cards at most", kind: .choice(caps)),
                ModalInput(id: "quiet", label: "Quiet hours", kind: .choice(quiet)),
                ModalInput(id: "digest", label: "Daily digest", kind: .choice(hours)),
                ModalInput(id: "zone", label: "Time zone, such as \(timeZone)", kind: .text(multiline: false)),
            ])
    }

    /// `nil` for what the dialog does not offer.
    static func preferences(from values: [String: String]) -> ChannelPreferences? {
        guard let channel = values["channel"], !channel.isEmpty, let zone = Self.zone(values["zone"] ?? "UTC") else {
            return nil
        }
        var preferences = ChannelPreferences(channel: ChannelID(channel), timeZone: zone)
        preferences.cardsPerHour = values["cap"].flatMap { Int($0) }.flatMap { (1...1000).contains($0) ? $0 : nil }
        preferences.digestHour = values["digest"].flatMap { Int($0) }.flatMap { (0...23).contains($0) ? $0 : nil }
        let hours = (values["quiet"] ?? "").split(separator: "-").compactMap { Int($0) }
        if hours.count == 2, hours.allSatisfy((0...23).contains) {
            preferences.quietHours = QuietHours(from: hours[0], to: hours[1])
        }
        return preferences
    }

    private static func zone(_ typed: String) -> String? {
        let name = typed.filter { !$0.isWhitespace }
        if name.isEmpty { return "UTC" }
        let isName =
            name.utf8.count <= 60
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/_+-".contains($0)) }
        return isName && TimeZone(identifier: name) != nil ? name : nil
    }
}
