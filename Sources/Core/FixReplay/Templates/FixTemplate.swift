package import HealingDomain

/// How far a template reaches beyond its example; each rung finds more places and is right less often.
package enum TemplateLevel: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    /// The same code, by the names that imports give it.
    case exact
    /// Local names and strings may differ.
    case names
    /// Whole unchanged expressions may differ.
    case arguments
    /// Receivers may differ too.
    case receivers
    /// Methods may differ too: only under the same rule.
    case general

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

/// How much code around the change a template asks for.
package enum TemplateWindow: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    case whole, statement, call, span

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

/// One readable, replayable edit.
package struct FixTemplate: Sendable, Hashable, Codable {
    /// The same for the same edit, on every machine.
    package var id: String
    package var language: Language
    package var level: TemplateLevel
    package var window: TemplateWindow
    /// What it does, for a person: words, then the code to find and the code to write.
    package var summary: String
    var parts: [TemplatePart]
    var holes: [HoleKind]
    var imports: ImportChange
    /// Names that the written code uses and neither the pattern nor an import provides: the target must have them.
    var requiredNames: [String]
    /// Names that the written code declares: the target must not have them.
    var inventedNames: [String]
    /// The example changed several places alike, so all places of the target are changed.
    var isRepeated = false
    /// So little holds it to its place that only a finding's line may lead to it.
    var needsFocus = false
    /// The habits of the example, against which new code is fitted to the target's.
    var baseIndentation = ""
    var indentationUnit = 4
    var preferredQuote: String?
}
