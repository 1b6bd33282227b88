/// Text without markup: headers, buttons, titles.
enum PlainText {
    /// A `plain_text` object with `instead` in place of nothing.
    static func object(_ text: String, limit: Int, instead: String) -> JSONValue {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ").trimmed
        var fitted = line.fitting(limit, write: MrkdwnEscape.entity)
        if fitted.isCut {
            fitted = line.fitting(limit - 1, write: MrkdwnEscape.entity)
            fitted.text += "…"
        }
        return [
            "type": "plain_text", "emoji": false, "text": .string(fitted.text.isBlank ? instead : fitted.text),
        ]
    }
}

/// A fenced block of code.
enum CodeFence {
    private static let fence = "```"

    /// The code between two fences that it cannot close, within `limit`; `nil` for no code.
    static func write(_ code: String, limit: Int) -> String? {
        guard !code.isBlank else { return nil }
        let room = limit - 2 * (fence.utf16.count + 1) - MrkdwnWriter.cutMark.utf16.count - 1
        let body = self.withoutFences(self.trimmed(code))
        let fitted = body.fitting(room, write: MrkdwnEscape.entity)
        return "\(fence)\n\(fitted.text)\n\(fence)" + (fitted.isCut ? "\n" + MrkdwnWriter.cutMark : "")
    }

    /// Three backticks in a row become look-alikes; compared scalar by scalar, since a combining mark on the third one does
    /// not make it harmless.
    private static func withoutFences(_ code: String) -> String {
        var output = String.UnicodeScalarView()
        var ticks = 0
        for scalar in code.unicodeScalars {
            if scalar == "`" {
                ticks += 1
                continue
            }
            output.append(contentsOf: self.run(of: ticks))
            ticks = 0
            output.append(scalar)
        }
        output.append(contentsOf: self.run(of: ticks))
        return String(output)
    }

    private static func run(of ticks: Int) -> [Unicode.Scalar] {
        Array(repeating: ticks < 3 ? "`" : MrkdwnEscape.lookAlike("`"), count: ticks)
    }

    /// Without empty lines before and after; the indentation stays.
    private static func trimmed(_ code: String) -> String {
        let lines = code.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let kept = lines.drop { $0.isBlank }.reversed().drop { $0.isBlank }.reversed()
        return kept.joined(separator: "\n")
    }
}
