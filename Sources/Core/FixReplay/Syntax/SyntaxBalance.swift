package import HealingDomain

/// The parse check of last resort, where a machine has no parser for a language: the text lexes and its brackets balance.
package struct SyntaxBalance: Sendable {
    package init() {}

    /// `nil` where the text is sound, else what is wrong with it.
    package func problem(in text: String, language: Language) -> String? { Source(text, language).problem }
}
