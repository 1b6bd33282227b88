package import HealingDomain

/// A channel message as plain lines for a terminal. Control characters of untrusted words are taken out.
package enum TerminalText {
    package static func render(_ message: ChannelMessage) -> String {
        message.blocks.map(self.render).joined(separator: "\n\n")
    }

    private static func render(_ block: MessageBlock) -> String {
        switch block {
        case .header(let text): "# \(self.clean(text))"
        case .section(let text), .context(let text): self.clean(self.words(of: text))
        case .fields(let fields):
            fields.map { "\(self.clean($0.label)): \(self.clean(self.words(of: $0.value)))" }.joined(separator: "\n")
        case .code(let text):
            self.clean(text).split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }.joined(
                separator: "\n")
        case .quote(let text):
            self.clean(text).split(separator: "\n", omittingEmptySubsequences: false).map { "> \($0)" }.joined(
                separator: "\n")
        case .actions(let buttons): buttons.map { "[\(self.clean($0.label))]" }.joined(separator: " ")
        case .divider: String(repeating: "-", count: 20)
        }
    }

    private static func words(of text: StyledText) -> String {
        text.spans.map { span in
            if case .link(let url, let label) = span, url != label { return "\(label) (\(url))" }
            return StyledText([span]).plain
        }.joined()
    }

    /// Without what could steer a terminal.
    package static func clean(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter {
                    $0 == "\n" || $0 == "\t" || ($0.value >= 32 && $0.value != 127 && !(128..<160).contains($0.value))
                }))
    }
}
