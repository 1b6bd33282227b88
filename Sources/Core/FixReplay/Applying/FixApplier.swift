import HealingDomain

/// Replays templates on code: most specific first, all parts or none, only where the finding points.
package struct FixApplier: Sendable {
    package init() {}

    package func apply(_ templates: [FixTemplate], to target: ReplayTarget) -> ReplayOutcome {
        let source = Source(target.content, target.language)
        if let problem = source.problem { return .abstained("the code cannot be read safely: \(problem)") }
        let imports = ImportTable(source)
        let words = Set(source.tokens.map(\.hash))
        var reason: String?
        for template in templates where template.language.isKin(of: target.language) {
            guard template.mayOccur(in: words) else { continue }
            switch Replay(template: template, source: source, imports: imports, focus: target.focus).run() {
            case .edited(let updated, let evidence):
                return .edited(updated: updated, template: template, quality: evidence.quality)
            case .abstained(let why): if !why.isEmpty { reason = why }
            }
        }
        return .abstained(reason ?? "no template fits this code")
    }
}

extension Language {
    /// Languages whose code a template of the other may edit.
    func isKin(of other: Language) -> Bool {
        self == other || Set([self, other]) == Set([.javascript, .typescript])
    }
}

extension FixTemplate {
    /// A quick no: a word of the pattern that the text does not have at all.
    func mayOccur(in words: Set<UInt64>) -> Bool {
        self.parts.allSatisfy { part in
            part.pattern.allSatisfy { element in
                guard case .token(let kind, let text) = element.piece, kind != .string, kind != .indent, kind != .dedent
                else {
                    return true
                }
                return words.contains(StableHash.token(kind, Array(text.utf8)[...]))
            }
        }
    }
}
