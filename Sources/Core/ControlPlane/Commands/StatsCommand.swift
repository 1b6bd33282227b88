import FoundationEssentials
import HealingDomain

/// `stats`: what the audit of a period adds up to.
struct StatsCommand: CommandHandler {
    let audit: any AuditTrail
    let settings: ControlPlaneSettings
    let now: @Sendable () -> Date

    /// More entries are not read; the answer then says so.
    private static let limit = 100_000

    func answer(_ period: StatsPeriod, to asker: Asker) async throws(Fault) -> ChannelMessage {
        let bounds = period.bounds(at: self.now())
        let entries = try await self.audit.entries(
            AuditFilter(since: bounds.since, until: bounds.until, limit: Self.limit))
        let numbers = AuditNumbers(entries)
        let title = "Numbers of \(period.inWords)"
        guard numbers.found > 0 || numbers.merged > 0 || numbers.rejected > 0 else {
            return ChannelMessage("Nothing was found in \(period.inWords).")
        }
        var blocks: [MessageBlock] = [.header(title), .fields(Self.fields(numbers))]
        blocks += Self.lists(numbers).map { .section($0) }
        blocks.append(.context(Self.smallPrint(numbers, isCut: entries.count == Self.limit)))
        return ChannelMessage(
            fallback: "\(title): \(numbers.found) found, \(numbers.merged) fixed, \(numbers.rejected) rejected.",
            blocks: blocks)
    }

    private static func fields(_ numbers: AuditNumbers) -> [MessageBlock.Field] {
        let decision = numbers.medianSecondsToDecision.map { StyledText("\($0.durationInWords) (median)") }
        return [
            .init("Found", "\(numbers.found)"), .init("Fixed (merged)", "\(numbers.merged)"),
            .init("Rejected", "\(numbers.rejected)"), .init("Reverted", "\(numbers.reverted)"),
            .init("Time to decision", decision ?? "nothing decided"), .init("Muted", "\(numbers.muted)"),
        ]
    }

    private static func lists(_ numbers: AuditNumbers) -> [StyledText] {
        [
            self.list("Prevented, by kind", numbers.mergedByType.map { ($0.name.inWords, $0.count) }),
            self.list("Fixes came from", numbers.mergedBySource.map { (self.source($0.name), $0.count) }),
            self.list("Rejected because", numbers.rejectedByReason.map { ($0.name, $0.count) }),
            self.list("Files with most findings", numbers.files.map { ($0.name, $0.count) }),
        ].compactMap(\.self)
    }

    private static func list(_ title: String, _ rows: [(name: String, count: Int)]) -> StyledText? {
        guard !rows.isEmpty else { return nil }
        let lines = rows.prefix(8).map { StyledText("• \($0.name.onOneLine(limit: 120)): \($0.count)") }
        let more: [StyledText] = rows.count > 8 ? ["… and \(rows.count - 8) more"] : []
        return ([StyledText("\(.bold(title))")] + lines + more).joined(separator: "\n")
    }

    private static func source(_ name: String) -> String {
        SolutionSource.allCases.first { $0.auditName == name }?.pluralInWords ?? name
    }

    private static func smallPrint(_ numbers: AuditNumbers, isCut: Bool) -> StyledText {
        let seconds = (Double(numbers.milliseconds) / 1000).durationInWords
        let cost: StyledText = """
            Cost: \(seconds) of this machine's time; \(numbers.modelFixes) \(numbers.modelFixes == 1 ? "fix" : "fixes") \
            came from a model, whose bill I do not see.
            """
        return isCut ? "\(cost) Only the newest \(Self.limit) entries of the audit were counted." : cost
    }
}

extension Double {
    /// `40 s`, `12 min`, `3.5 h`, `2.0 days`, of seconds.
    var durationInWords: String {
        guard self.isFinite, self >= 0 else { return "?" }
        let (value, unit): (Double, String) =
            switch self {
            case ..<90: (self, "s")
            case ..<5400: (self / 60, "min")
            case ..<129_600: (self / 3600, "h")
            default: (self / 86_400, "days")
            }
        guard let tenths = Int(exactly: (value * 10).rounded()) else { return "?" }
        return unit == "s" || unit == "min" || tenths % 10 == 0
            ? "\((tenths + 5) / 10) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
    }
}
