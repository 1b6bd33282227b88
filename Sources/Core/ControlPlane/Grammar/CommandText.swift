/// Words typed in Slack, brought to plain ones: tokens resolved, entities undone, look-alike characters replaced.
package enum CommandText {
    /// `<@U1|ana>` becomes `@U1`, `<#C1|general>` `#C1`, `<url>` the URL, `<http://db.py|db.py>` (which Slack makes of
    /// a
    /// file name) `db.py`; smart quotes, dashes, full-width forms and odd spaces become their ASCII ones; runs of white
    /// space become one space.
    package static func normalised(_ typed: String) -> String {
        let plain = Self.unescaped(Self.resolvingTokens(in: typed))
        var scalars = String.UnicodeScalarView()
        for scalar in plain.unicodeScalars { scalars.append(contentsOf: Self.plainForm(of: scalar).unicodeScalars) }
        return String(scalars).split(separator: " ").joined(separator: " ")
    }

    private static func resolvingTokens(in text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "<") {
            result += rest[..<open]
            let inside = rest[rest.index(after: open)...]
            let end = inside.firstIndex { $0 == ">" || $0 == "<" }
            guard let end, inside[end] == ">", let words = Self.words(ofToken: inside[..<end]) else {
                result.append("<")
                rest = inside
                continue
            }
            result += words
            rest = inside[inside.index(after: end)...]
        }
        return result + rest
    }

    /// What a token stands for; `nil` where it is no token of Slack's.
    private static func words(ofToken token: Substring) -> String? {
        let parts = token.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        guard let target = parts.first, let kind = target.first else { return nil }
        let label = parts.count > 1 ? String(parts[1]) : nil
        switch kind {
        case "@", "#": return String(target)
        case "!": return label ?? ""
        default:
            if target.hasPrefix("mailto:") { return String(target.dropFirst("mailto:".count)) }
            guard target.contains("://") else { return nil }
            return label.flatMap { Self.isAutomaticLink(target, label: $0) ? $0 : nil } ?? String(target)
        }
    }

    /// Slack links what looks like a domain, and `.py` is one: then the label is what was typed.
    private static func isAutomaticLink(_ url: Substring, label: String) -> Bool {
        guard url.hasPrefix("http://"), !label.isEmpty else { return false }
        let bare = url.dropFirst("http://".count)
        return bare == label || bare == label + "/"
    }

    private static func unescaped(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            rest = rest[mark...]
            let entity = [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")].first { rest.hasPrefix($0.0) }
            result += entity?.1 ?? "&"
            rest = rest.dropFirst(entity?.0.count ?? 1)
        }
        return result + rest
    }

    private static func plainForm(of scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0xFF01...0xFF5E:
            return Unicode.Scalar(scalar.value - 0xFEE0).map { String(Character($0)) } ?? ""
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060, 0x2066...0x2069, 0xFEFF, 0x00AD: return ""
        case 0x2018...0x201B, 0x2032: return "'"
        case 0x201C...0x201F, 0x2033, 0x00AB, 0x00BB: return "\""
        case 0x2010...0x2015, 0x2212: return "-"
        case 0x2026: return "..."
        default:
            let isSpace = scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
            return isSpace ? " " : String(Character(scalar))
        }
    }
}
