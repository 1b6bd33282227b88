import Cryptography
import FoundationEssentials
import HealingDomain
import HealingFlow

/// The card with the doctor's button, and what the running bot notes once it is pressed.
enum DoctorButton {
    static let actionID = "doctor"
    static let step = "doctor.click"

    /// What the running bot writes to the audit, where the doctor, a process of its own, reads it. `nil` for a value that
    /// is not the doctor's.
    static func entry(for action: CardAction, at moment: Date) -> AuditEntry? {
        guard action.actionID == Self.actionID, (1...64).contains(action.value.utf8.count),
            action.value.allSatisfy({ $0.isHexDigit })
        else { return nil }
        return AuditEntry(
            fixID: Self.fixID(action.value), timestamp: moment, step: Self.step, user: action.person.rawValue,
            detail: "the doctor's button was pressed, and the bot received it")
    }

    static func fixID(_ value: String) -> String { "doctor-\(value)" }
}

/// Proves that clicks come through: a button in the channel, a person's click, Slack, the running bot, its store.
struct ButtonRoundTrip: Sendable {
    let settings: ServerSettings
    let chat: any TeamChat
    let isBotThere: Bool
    let timeoutSeconds: Double
    let say: @Sendable (String) -> Void

    private static let subject = "button"

    func line() async -> DoctorLine {
        guard let channel = self.settings.healing.channel, self.settings.slack.botToken != nil else {
            return .bad(
                .slack, Self.subject, "not tried: a bot token and a channel are needed",
                mend: "Set SLACK_BOT_TOKEN and CODEHEALER_CHANNEL.")
        }
        let value = Hexadecimal.encode(RandomBytes.make(12))
        do throws(Fault) {
            let backend = try Backend.embedded(folder: self.settings.dataFolder)
            let card = try await self.chat.post(Self.question(value), to: channel, thread: nil)
            self.say("A card with a button is in \(channel): press “It works” there (\(Int(self.timeoutSeconds)) s).")
            let click = await self.wait(for: value, backend.audit)
            // Whatever ended the wait: no button stays behind that does nothing.
            let edit = Task { try await self.chat.update(card, to: Self.answer(click)) }
            try await Self.outcome(of: edit)
            return self.verdict(click)
        } catch {
            return .bad(.slack, Self.subject, error, mend: "Mend what is BAD above, then try again.")
        }
    }

    private static func outcome(of edit: Task<Void, any Error>) async throws(Fault) {
        do {
            try await edit.value
        } catch {
            throw error as? Fault ?? Fault(doing: "editing the doctor's card", detail: "\(error)")
        }
    }

    /// The bot's note; `nil` where none came in time.
    private func wait(for value: String, _ audit: any AuditTrail) async -> AuditEntry? {
        let clock = ContinuousClock()
        let start = clock.now
        var told = 0.0
        while !Task.isCancelled {
            let filter = AuditFilter(fixID: DoctorButton.fixID(value), step: DoctorButton.step, limit: 1)
            if let entry = (try? await audit.entries(filter))?.first { return entry }
            let passed = Double((clock.now - start).components.seconds)
            if passed >= self.timeoutSeconds { return nil }
            if passed - told >= 10 {
                told = passed
                self.say("… still waiting for the click: \(Int(passed)) of \(Int(self.timeoutSeconds)) s")
            }
            try? await Task.sleep(for: .milliseconds(200))
        }
        return nil
    }

    private func verdict(_ click: AuditEntry?) -> DoctorLine {
        if let click {
            return .ok(.slack, Self.subject, "\(click.user) pressed it, and the running bot received the click")
        }
        let detail = "no click reached the running bot in \(Int(self.timeoutSeconds)) s"
        guard self.isBotThere else {
            return .bad(
                .slack, Self.subject, detail, mend: "No bot runs with these settings: start codehealer serve first.")
        }
        return .bad(
            .slack, Self.subject, detail,
            mend:
                "If somebody pressed it: https://api.slack.com/apps → your app → “Interactivity & Shortcuts” has to be on, "
                + "with https://your.host/slack/interactivity as Request URL (none with Socket Mode), and that address has to "
                + "reach this bot through your proxy. A warning sign beside the button means that Slack got no answer.")
    }

    private static func question(_ value: String) -> ChannelMessage {
        ChannelMessage(
            fallback: "CodeHealer's doctor asks for a click",
            blocks: [
                .section(
                    "\(.emoji("stethoscope")) The doctor checks whether clicks reach the bot. Would somebody press this, please?"
                ),
                .actions([Button(label: "It works", actionID: DoctorButton.actionID, value: value, style: .primary)]),
            ], metadata: ["doctor": value])
    }

    private static func answer(_ click: AuditEntry?) -> ChannelMessage {
        guard let click else {
            return ChannelMessage(
                fallback: "CodeHealer's doctor got no click",
                blocks: [.section("\(.emoji("x")) The doctor got no click. What to look at is on the doctor's screen.")]
            )
        }
        return ChannelMessage(
            fallback: "CodeHealer's doctor got the click",
            blocks: [
                .section(
                    "\(.emoji("white_check_mark")) Clicks reach the bot: \(.person(PersonID(click.user))) pressed the button."
                )
            ])
    }
}
