/// What a hole may stand for. The tighter kinds are safe in more places.
enum HoleKind: Hashable, Sendable, Codable {
    /// One identifier.
    case name
    /// One string literal, whatever its quotes.
    case string
    /// A name, a literal or a bracketed group with everything that hangs on it: `a.b(c)[d]`.
    case operand
    /// An expression whose operators all bind more tightly than this.
    case expression(tighterThan: Int)
    /// One whole argument or list element.
    case element
    /// One bracketed group or one indented block.
    case group
    /// Text with values in it: an interpolated string, a concatenation, `%` or `format`.
    case composition
}

/// One place of the code to find.
struct PatternElement: Hashable, Sendable, Codable {
    enum Piece: Hashable, Sendable, Codable {
        case token(TokenKind, String)
        /// A dotted name as imports resolve it, so that an alias or a from-import is the same name.
        case qualified([String], spelled: [String])
        case hole(Int)
    }
    var piece: Piece
    /// Whether a statement's line begins here.
    var startsLine = false
}

/// One place of the code to write.
struct ReplacementElement: Hashable, Sendable, Codable {
    enum Piece: Hashable, Sendable, Codable {
        case token(TokenKind, String)
        case qualified([String], spelled: [String])
        case hole(Int)
        case derived(Int, Derivation)
    }
    var piece: Piece
    /// The white space before it in the example.
    var gap: String
    /// The pattern element that it is, unchanged; its own spelling in the target is kept.
    var keeps: Int?
}

/// What stands beside a match, as a class: a template fits only beside its like.
struct Boundary: Hashable, Sendable, Codable {
    enum Side: String, Hashable, Sendable, Codable {
        case edge, opening, closing, comma, assignment, binary, prefix, member, bracket, brace, operand, keyword, colon,
            other
    }
    var side: Side
    var text: String
}

/// One stretch of code and what it becomes.
struct TemplatePart: Hashable, Sendable, Codable {
    var pattern: [PatternElement]
    var replacement: [ReplacementElement]
    var left: Boundary
    var right: Boundary
}

extension PatternElement.Piece {
    /// The same thing, written.
    var written: ReplacementElement.Piece {
        switch self {
        case .token(let kind, let text): .token(kind, text)
        case .qualified(let path, let spelled): .qualified(path, spelled: spelled)
        case .hole(let hole): .hole(hole)
        }
    }

    /// Whether it holds on to something that a person chose: a word, a literal, an operator of its own.
    var isAnchor: Bool {
        switch self {
        case .token(let kind, let text):
            switch kind {
            case .name, .keyword, .number, .string, .symbol: true
            case .mark: ![".", ",", ";", ":", "="].contains(text)
            default: false
            }
        case .qualified: true
        case .hole: false
        }
    }
}

extension TemplatePart {
    var hasAnchor: Bool { self.pattern.contains { $0.piece.isAnchor } }

    /// Whether it writes something made from a name that it found.
    var writesFromName: Bool {
        self.replacement.contains { element in
            switch element.piece {
            case .derived(_, .quotedName), .derived(_, .name): true
            default: false
            }
        }
    }

    /// Whether the match ends with a call's bracket that stays: what follows the call means the same as before.
    var keepsCallEnd: Bool {
        guard let last = self.replacement.last, last.keeps == self.pattern.count - 1, last.piece == .token(.close, ")")
        else {
            return false
        }
        return true
    }

    /// Whether it writes anything else than it finds.
    var changesSomething: Bool {
        self.pattern.count != self.replacement.count
            || self.replacement.enumerated().contains { place, element in element.keeps != place }
    }
}
