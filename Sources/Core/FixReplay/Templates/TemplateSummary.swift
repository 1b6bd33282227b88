/// A template for a person to read: `$1` is a hole, the same number the same text.
struct TemplateSummary {
    let text: String

    init(_ template: FixTemplate) {
        var lines: [String] = []
        for part in template.parts {
            lines.append("replace  " + Self.code(part.pattern.map { Self.text($0.piece.written) }))
            lines.append("with     " + Self.code(part.replacement.map { Self.text($0.piece) }))
        }
        for addition in template.imports.added {
            lines.append(
                "import   "
                    + (addition.statement.isEmpty ? addition.binding.path.joined(separator: ".") : addition.statement))
        }
        for binding in template.imports.removed { lines.append("unimport " + binding.path.joined(separator: ".")) }
        self.text = lines.joined(separator: "\n")
    }

    private static func text(_ piece: ReplacementElement.Piece) -> String {
        switch piece {
        case .token(_, let text): text
        case .qualified(let path, _): path.joined(separator: ".")
        case .hole(let hole): "$\(hole + 1)"
        case .derived(let hole, let derivation): "\(derivation.words)($\(hole + 1))"
        }
    }

    private static func code(_ pieces: [String]) -> String {
        var text = ""
        for piece in pieces where !piece.isEmpty {
            let isTight =
                [",", ";", ")", "]", ".", "(", "["].contains(piece) || text.hasSuffix("(") || text.hasSuffix("[")
                || text.hasSuffix(".")
            text += text.isEmpty || isTight ? piece : " " + piece
        }
        return text
    }
}

extension Derivation {
    /// What it does, in a word.
    var words: String {
        switch self {
        case .query(let placeholder, _): "text with \(placeholder) for each value of "
        case .values: "values of "
        case .words: "words of "
        case .quotedName: "quoted name of "
        case .name: "name of "
        case .requoted: "requoted "
        case .lowercased: "lower case of "
        case .uppercased: "upper case of "
        }
    }
}
