/// Names that the written code uses without having found them: they must mean the same where the template is replayed.
struct FreeNames {
    var required: [String] = []
    var invented: [String] = []

    init(script: EditScript, parts: [TemplatePart]) {
        var found: Set<String> = []
        for part in parts {
            for element in part.pattern {
                switch element.piece {
                case .token(.name, let name): found.insert(name)
                case .qualified(_, let spelled): found.formUnion(spelled)
                default: break
                }
            }
        }
        let everywhere = Set(
            script.before.tokens.indices.filter { script.before.tokens[$0].kind == .name }.map {
                script.before.text($0)
            })
        for part in parts {
            for (place, element) in part.replacement.enumerated() {
                guard case .token(.name, let name) = element.piece, !found.contains(name) else { continue }
                let next = place + 1 < part.replacement.count ? part.replacement[place + 1].piece : nil
                let previous = place > 0 ? part.replacement[place - 1].piece : nil
                if case .token(.mark, let mark) = previous, [".", "?.", "&.", "::", "->"].contains(mark) { continue }
                if case .token(.mark, let mark) = next, mark == "=" || mark == ":=" {
                    if !everywhere.contains(name), self.startsStatement(previous) { self.invented.append(name) }
                    continue
                }
                if everywhere.contains(name) { self.required.append(name) }
            }
        }
        self.required = Array(Set(self.required)).sorted()
        self.invented = Array(Set(self.invented)).sorted()
    }

    private func startsStatement(_ previous: ReplacementElement.Piece?) -> Bool {
        guard let previous else { return true }
        switch previous {
        case .token(.mark, let mark): return mark == ";"
        case .token(.open, let bracket): return bracket == "{"
        case .token(.keyword, let word): return ["const", "let", "var"].contains(word)
        default: return true
        }
    }
}
