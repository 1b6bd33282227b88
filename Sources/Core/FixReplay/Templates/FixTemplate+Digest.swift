import HealingDomain

extension FixTemplate {
    /// A stable digest of everything but the id.
    var digest: String {
        var hash = StableHash()
        func add(_ text: String) {
            hash.add(text.utf8)
            hash.add(0)
        }
        add(self.language.rawValue)
        add(self.level.rawValue)
        add(self.window.rawValue)
        add(self.summary)
        add(self.isRepeated ? "all" : "one")
        for hole in self.holes { add(hole.code) }
        for part in self.parts {
            add(part.left.side.rawValue + part.left.text)
            add(part.right.side.rawValue + part.right.text)
            for element in part.pattern { add(element.startsLine ? "line" : "") }
            for element in part.replacement {
                add(element.gap)
                add(element.keeps.map(String.init) ?? "")
            }
        }
        return hash.hex
    }
}

extension HoleKind {
    var code: String {
        switch self {
        case .name: "name"
        case .string: "string"
        case .operand: "operand"
        case .expression(let floor): "expression\(floor)"
        case .element: "element"
        case .group: "group"
        case .composition: "composition"
        }
    }
}
