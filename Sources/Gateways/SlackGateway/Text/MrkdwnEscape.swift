/// Makes untrusted words harmless in Slack's mrkdwn.
enum MrkdwnEscape {
    /// The three characters that Slack asks to be escaped: without `<` no mention, link or broadcast can begin.
    static func entities(_ text: String) -> String {
        var output = ""
        for character in text { output += self.entity(character) }
        return output
    }

    /// Scalar by scalar: a combining mark makes one character with `<` and must not carry it through.
    static func entity(_ character: Character) -> String {
        var output = ""
        for scalar in character.unicodeScalars { self.append(scalar, to: &output) }
        return output
    }

    /// The same, and without the power to style: mrkdwn has no escape for `*`, `_`, `~` and backticks, so that a
    /// look-alike stands in for each.
    static func inert(_ character: Character) -> String {
        var output = ""
        for scalar in character.unicodeScalars { self.append(self.lookAlike(scalar), to: &output) }
        return output
    }

    static func lookAlike(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "*": "\u{2217}"
        case "_": "\u{02CD}"
        case "~": "\u{223C}"
        case "`": "\u{02CB}"
        default: scalar
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to output: inout String) {
        switch scalar {
        case "&": output += "&amp;"
        case "<": output += "&lt;"
        case ">": output += "&gt;"
        default: output.unicodeScalars.append(scalar)
        }
    }
}
