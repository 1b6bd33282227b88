import FixReplay
import HealingDomain

/// Replays templates at the place of a finding.
struct ReplayFix: Sendable {
    /// Why nothing could be replayed.
    struct Misfit: Error { var reason: String }

    struct Fit: Sendable {
        var change: ProposedChange
        var template: FixTemplate
        var quality: Double
        /// The same templates on another text of the file.
        var again: @Sendable (String) -> String?

        func use(record: TrackRecord) -> TemplateUse {
            TemplateUse(
                id: self.template.id, level: self.template.level.rawValue, summary: self.template.summary,
                record: record)
        }
    }

    func callAsFunction(_ templates: [FixTemplate], on healing: Healing) -> Result<Fit, Misfit> {
        let (finding, file) = (healing.record.finding, healing.file)
        guard !templates.isEmpty else { return .failure(Misfit(reason: "it was rejected here before")) }
        let target = ReplayTarget(
            language: finding.language, content: file.content, focus: finding.range.lines)
        switch FixApplier().apply(templates, to: target) {
        case .abstained(let reason): return .failure(Misfit(reason: reason))
        case .edited(let updated, let template, _):
            let quality = ReplayQuality.value(level: template.level, window: template.window)
            let change = ProposedChange(path: file.path, original: file.content, updated: updated)
            return .success(
                Fit(change: change, template: template, quality: quality) { text in
                    let target = ReplayTarget(language: target.language, content: text, focus: target.focus)
                    guard case .edited(let again, _, _) = FixApplier().apply([template], to: target) else { return nil }
                    return again
                })
        }
    }
}
