import FoundationEssentials
import HealingDomain

/// `mute` and `unmute`: findings that the team knows of and does not want to hear of.
struct MuteCommand: Sendable {
    let store: any TeamSettingsStore
    let records: any HealingRecordStore
    let log: TeamLog
    let settings: ControlPlaneSettings
    let now: @Sendable () -> Date

    func mute(_ wish: MuteWish, _ asker: Asker) async throws(Fault) -> ChannelMessage {
        var wish = wish
        var note: StyledText = ""
        if case .rule(let typed) = wish.target {
            switch try await self.rule(typed) {
            case .known(let rule): wish.target = .rule(rule)
            case .unknown(let nearest?):
                return ChannelMessage(
                    "I never saw the rule \(.code(typed.rawValue)). Did you mean \(.code("\(self.settings.command) mute \(nearest)"))?"
                )
            case .unknown(nil): note = " I have seen no finding of it so far."
            }
        }
        let mute = Mute(
            target: wish.target, repository: wish.repository, by: asker.person.id, at: self.now(), reason: wish.reason)
        try await self.store.save(mute)
        try await self.log.append(
            .muted, by: asker.person.id, repository: wish.repository, detail: mute.inWords.plain)
        return try await self.told("Muted \(mute.inWords)", note, undo: "unmute", wish, asker)
    }

    func unmute(_ wish: MuteWish?, _ asker: Asker) async throws(Fault) -> ChannelMessage {
        let known = try await self.store.mutes()
        guard let wish else {
            let title: StyledText = "\(.bold("Muted"))"
            return ChannelMessage(fallback: "\(known.count) mutes.", blocks: ([title] + Self.lines(known)).sections())
        }
        guard let mute = Self.meant(by: wish, among: known),
            let removed = try await self.store.removeMute(mute.target, repository: mute.repository)
        else {
            let nearest = known.min {
                editDistance($0.target.text, wish.target.text) < editDistance($1.target.text, wish.target.text)
            }
            let hint: StyledText =
                nearest.map { " Did you mean \(.code("\(self.settings.command) unmute \($0.form)"))?" }
                ?? " Nothing is muted."
            return ChannelMessage("\(.code(wish.target.text)) is not muted.\(hint)")
        }
        try await self.log.append(
            .unmuted, by: asker.person.id, repository: removed.repository, detail: removed.inWords.plain)
        let meant = MuteWish(target: removed.target, repository: removed.repository)
        return try await self.told(
            "No longer muted: \(removed.inWords)", " I tell of it again from the next push on.", undo: "mute", meant,
            asker)
    }

    static func lines(_ mutes: [Mute]) -> [StyledText] {
        guard !mutes.isEmpty else { return ["Nothing."] }
        return mutes.map { mute in
            "• \(mute.inWords), by \(.person(mute.by)) on \(String(mute.at.inWords.prefix(10)))"
        }
    }

    private func told(
        _ what: StyledText, _ note: StyledText, undo: String, _ wish: MuteWish, _ asker: Asker
    ) async throws(Fault) -> ChannelMessage {
        let form = Mute(target: wish.target, repository: wish.repository, by: asker.person.id, at: self.now()).form
        let problem = await self.log.tell("\(.person(asker.person.id)): \(what).", for: asker.command)
        return ChannelMessage(
            "\(what).\(note) \(.code("\(self.settings.command) \(undo) \(form)")) undoes it. \(problem ?? "")")
    }

    private enum KnownRule {
        case known(RuleID)
        case unknown(nearest: RuleID?)
    }

    /// A rule of a finding so far, also by the end of its name.
    private func rule(_ typed: RuleID) async throws(Fault) -> KnownRule {
        let seen = Set(try await self.records.recent(channel: nil, limit: 2000).map(\.finding.rule))
        if typed.rawValue.hasSuffix("*") {
            let isUsed = seen.contains { $0.rawValue.hasPrefix(typed.rawValue.dropLast()) }
            return isUsed ? .known(typed) : .unknown(nearest: nil)
        }
        if seen.contains(typed) { return .known(typed) }
        let ending = seen.filter { $0.rawValue.hasSuffix("." + typed.rawValue) }
        if let only = ending.first, ending.count == 1 { return .known(only) }
        let near = seen.map { (rule: $0, distance: editDistance($0.rawValue, typed.rawValue)) }
            .min { ($0.distance, $0.rule) < ($1.distance, $1.rule) }
        return .unknown(nearest: near.flatMap { $0.distance <= 4 ? $0.rule : nil })
    }

    private static func meant(by wish: MuteWish, among mutes: [Mute]) -> Mute? {
        let sameText = mutes.filter { mute in
            mute.target.text == wish.target.text || mute.target.text.hasSuffix("." + wish.target.text)
        }
        return sameText.first { $0.repository == wish.repository } ?? (sameText.count == 1 ? sameText.first : nil)
    }
}

extension Mute {
    /// What stands after `mute` or `unmute`.
    var form: String { self.target.text + (self.repository.map { " in \($0)" } ?? "") }

    var inWords: StyledText {
        let kind: StyledText =
            switch self.target {
            case .rule: "rule"
            case .path: "files"
            }
        let place: StyledText = self.repository.map { " in \($0.rawValue)" } ?? " everywhere"
        let reason: StyledText = self.reason.map { ", because \($0.onOneLine(limit: 300))" } ?? ""
        return "\(kind) \(.code(self.target.text.onOneLine(limit: 160)))\(place)\(reason)"
    }
}
