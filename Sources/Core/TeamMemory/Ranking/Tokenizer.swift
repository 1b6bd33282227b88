/// Cuts text and code into the terms that are compared: whole names (`yaml.safe_load`, `safe_load`), their parts by
/// case and underscore (`safe`, `load`), words without their plural, and settings (`verify=false`), all in lower case.
package enum Tokenizer {
    private static let longestTerm = 64
    private static let mostTerms = 20_000

    /// The terms of a text in order, with repeats.
    package static func terms(_ text: String) -> [String] {
        var terms: [String] = []
        for chain in Self.chains(text) {
            guard terms.count < Self.mostTerms else { break }
            terms += Self.terms(of: chain)
        }
        return terms
    }

    /// The names in code, in lower case: dotted ones whole, without their parts.
    static func names(in code: String) -> [String] {
        Self.chains(code).map { $0.names.joined(separator: ".").lowercased() }.filter { !Self.keywords.contains($0) }
    }

    /// Names joined by dots, and the literal that is assigned to the last one.
    struct Chain {
        var names: [Substring]
        var literal: Substring?
    }

    private static let literals: Set<String> = ["true", "false", "none", "null", "nil", "0", "1"]

    static let keywords: Set<String> = [
        "if", "else", "elif", "for", "while", "return", "def", "class", "function", "func", "const", "let", "var", "in",
        "is", "not", "and", "or", "import", "from", "as", "with", "try", "except", "catch", "finally", "throw", "raise",
        "new", "public", "private", "static", "void", "int", "string", "self", "this", "none", "true", "false", "null",
        "nil", "end", "do", "then", "await", "async", "package", "f", "b", "r", "u",
    ]

    private static func terms(of chain: Chain) -> [String] {
        var terms: [String] = []
        let lowered = chain.names.map { $0.lowercased() }
        if lowered.count > 1 { terms.append(Self.whole(lowered.suffix(2))) }
        for (name, plain) in zip(chain.names, lowered) where plain.utf8.count <= Self.longestTerm {
            let parts = Self.parts(of: name)
            if parts.count > 1 {
                terms.append(plain)
                terms += parts.map(Self.stem)
            } else {
                terms.append(Self.stem(plain))
            }
        }
        if let literal = chain.literal, let name = lowered.last { terms.append(name + "=" + literal.lowercased()) }
        return terms
    }

    private static func whole(_ names: ArraySlice<String>) -> String {
        String(names.joined(separator: ".").prefix(Self.longestTerm * 2))
    }

    static func chains(_ text: String) -> [Chain] {
        var chains: [Chain] = []
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        while index < scalars.endIndex {
            guard Self.isWord(scalars[index]) else {
                index = scalars.index(after: index)
                continue
            }
            var chain = Chain(names: [])
            while true {
                let start = index
                while index < scalars.endIndex, Self.isWord(scalars[index]) { index = scalars.index(after: index) }
                chain.names.append(text[start..<index])
                guard index < scalars.endIndex, scalars[index] == ".", chain.names.count < 16 else { break }
                let next = scalars.index(after: index)
                guard next < scalars.endIndex, Self.isNameStart(scalars[next]) else { break }
                index = next
            }
            chain.literal = Self.literal(in: text, at: &index)
            chains.append(chain)
        }
        return chains
    }

    /// `=False` right after a name, or with one space around the sign.
    private static func literal(in text: String, at index: inout String.Index) -> Substring? {
        let scalars = text.unicodeScalars
        var position = index
        func skipSpace() {
            if position < scalars.endIndex, scalars[position] == " " { position = scalars.index(after: position) }
        }
        skipSpace()
        guard position < scalars.endIndex, scalars[position] == "=" || scalars[position] == ":" else { return nil }
        position = scalars.index(after: position)
        skipSpace()
        let start = position
        while position < scalars.endIndex, Self.isWord(scalars[position]) { position = scalars.index(after: position) }
        let word = text[start..<position]
        guard Self.literals.contains(word.lowercased()) else { return nil }
        index = position
        return word
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 128 { return UInt8(truncatingIfNeeded: scalar.value).isWordByte || scalar == "$" }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        Self.isWord(scalar) && !("0"..."9").contains(scalar)
    }

    /// `safe_load` → safe, load; `innerHTML` → inner, html; `SHA256Digest` → sha256, digest.
    static func parts(of name: Substring) -> [String] {
        var parts: [String] = []
        var part = ""
        var previous: Character = "_"
        let characters = Array(name.prefix(longestTerm * 2))
        for (index, character) in characters.enumerated() {
            let next = index + 1 < characters.count ? characters[index + 1] : "_"
            let startsWord =
                character.isUppercase && (previous.isLowercase || (previous.isUppercase && next.isLowercase))
            let startsAfterDigit = character.isUppercase && previous.isNumber && next.isLowercase
            if character == "_" || character == "$" || startsWord || startsAfterDigit {
                if !part.isEmpty { parts.append(part.lowercased()) }
                part = ""
            }
            if character != "_" && character != "$" { part.append(character) }
            previous = character
        }
        if !part.isEmpty { parts.append(part.lowercased()) }
        return parts
    }

    /// Takes the plural off (Harman's S-stemmer, 1991); other endings tell apart more than they hide.
    static func stem(_ word: String) -> String {
        guard word.utf8.count > 3, word.hasSuffix("s") else { return word }
        if word.hasSuffix("ies"), !word.hasSuffix("eies"), !word.hasSuffix("aies") { return word.dropLast(3) + "y" }
        if word.hasSuffix("ss") || word.hasSuffix("us") || word.hasSuffix("is") { return word }
        return String(word.dropLast())
    }
}
