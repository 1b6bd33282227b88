import HealingDomain

/// Learns templates from one approved fix.
package struct FixLearner: Sendable {
    package init() {}

    package func learn(_ example: FixExample) -> LearnOutcome {
        let before = Source(example.before, example.language)
        let after = Source(example.after, example.language)
        if let problem = before.problem { return .refused("the code before cannot be read safely: \(problem)") }
        if let problem = after.problem { return .refused("the code after cannot be read safely: \(problem)") }
        guard let script = EditScript(before: before, after: after) else {
            return .refused("the change is too large to learn from")
        }
        guard !script.hunks.isEmpty else { return .refused("nothing but comments, spacing or imports changed") }
        guard script.changedTokens <= 240 else { return .refused("the change is too large to learn from") }
        let templates = self.ladder(script).filter { self.roundTrips($0, example) }
        guard !templates.isEmpty else { return .refused("no template gives the example back") }
        return .learned(templates)
    }

    /// All windows at all levels, most specific first.
    private func ladder(_ script: EditScript) -> [FixTemplate] {
        let windows = Windows(script: script)
        let cores = windows.cores()
        let imports = ImportChange(script)
        var seen: Set<TemplateBody> = []
        var templates: [FixTemplate] = []
        var tried: Set<[Range<Int>]> = []
        for window in TemplateWindow.allCases {
            guard let stretches = windows.stretches(window, cores), tried.insert(stretches).inserted else { continue }
            for level in TemplateLevel.allCases {
                guard let template = self.template(script, stretches, level, window, imports) else { continue }
                let body = TemplateBody(parts: template.parts, holes: template.holes)
                if seen.insert(body).inserted { templates.append(template) }
            }
        }
        return templates
    }

    private func template(
        _ script: EditScript, _ stretches: [Range<Int>], _ level: TemplateLevel, _ window: TemplateWindow,
        _ imports: ImportChange
    ) -> FixTemplate? {
        if stretches.count > 1, window > .whole {
            let singles = stretches.compactMap { stretch -> FixTemplate? in
                var builder = TemplateBuilder(script: script, level: level, window: window)
                return builder.build([stretch], imports: imports)
            }
            if singles.count == stretches.count, let first = singles.first,
                singles.allSatisfy({ $0.isSameCode(as: first) })
            {
                var repeated = first
                repeated.isRepeated = true
                repeated.id = repeated.digest
                return repeated
            }
            guard stretches.count <= 4 else { return nil }
        }
        var builder = TemplateBuilder(script: script, level: level, window: window)
        return builder.build(stretches, imports: imports)
    }

    /// The template must make of the example what its author made of it.
    private func roundTrips(_ template: FixTemplate, _ example: FixExample) -> Bool {
        let applier = FixApplier()
        let focus: ClosedRange<Int>? = template.needsFocus ? example.focusLine.map { $0...$0 } ?? 1...Int.max : nil
        let target = ReplayTarget(language: example.language, content: example.before, focus: focus)
        guard case .edited(let updated, _, _) = applier.apply([template], to: target) else { return false }
        guard updated.hasSameTokens(as: example.after, example.language) else { return false }
        let again = ReplayTarget(language: example.language, content: example.after, focus: focus)
        if case .edited = applier.apply([template], to: again) { return false }
        return true
    }
}

/// What makes two templates the same edit.
private struct TemplateBody: Hashable {
    var parts: [TemplatePart]
    var holes: [HoleKind]
}

extension FixTemplate {
    fileprivate func isSameCode(as other: FixTemplate) -> Bool {
        self.holes == other.holes && self.parts.count == other.parts.count
            && zip(self.parts, other.parts).allSatisfy { $0.isSameCode(as: $1) }
    }
}

extension TemplatePart {
    fileprivate func isSameCode(as other: TemplatePart) -> Bool {
        self.pattern == other.pattern && self.replacement == other.replacement
    }
}

extension String {
    fileprivate func hasSameTokens(as other: String, _ language: Language) -> Bool {
        let one = Source(self, language)
        let two = Source(other, language)
        return one.count == two.count && one.tokens.indices.allSatisfy { one.tokens[$0].hash == two.tokens[$0].hash }
    }
}
