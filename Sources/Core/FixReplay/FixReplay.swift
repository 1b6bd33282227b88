package import HealingDomain

/// Code before and after one approved fix.
package struct FixExample: Sendable, Hashable {
    package var language: Language
    package var before: String
    package var after: String
    /// The line of `before` that the finding was on, from 1; `nil` where nobody said.
    package var focusLine: Int?

    package init(language: Language, before: String, after: String, focusLine: Int? = nil) {
        self.language = language
        self.before = before
        self.after = after
        self.focusLine = focusLine
    }
}

/// Code that may need the same fix.
package struct ReplayTarget: Sendable, Hashable {
    package var language: Language
    package var content: String
    /// The lines a finding points at; `nil` searches the whole text and demands a unique place.
    package var focus: ClosedRange<Int>?

    package init(language: Language, content: String, focus: ClosedRange<Int>? = nil) {
        self.language = language
        self.content = content
        self.focus = focus
    }
}

package enum LearnOutcome: Sendable, Hashable {
    /// The ladder of templates, most specific first; never empty.
    case learned([FixTemplate])
    /// Nothing that could be replayed safely, and why.
    case refused(String)
}

package enum ReplayOutcome: Sendable, Hashable {
    /// The whole new text, by which template, and how it fitted (0 to 1).
    case edited(updated: String, template: FixTemplate, quality: Double)
    /// No template fits, or they disagree; why.
    case abstained(String)
}
