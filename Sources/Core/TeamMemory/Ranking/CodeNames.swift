/// The names in flagged code that say what it does: what it calls, which members it sets, which options it passes.
/// The names of its own variables say nothing, since another team's, or another file's, differ.
struct CodeNames: Hashable {
    struct Name: Hashable {
        /// In lower case: `yaml.load`, `innerhtml`, `verify=false`.
        var whole: String
        /// `load` of `yaml.load`.
        var last: String
        /// `yaml` of `yaml.load`; empty where there is none.
        var owner: String
        var weight: Double
    }

    private(set) var names: [Name] = []

    /// Methods that turn one value into another on the way to what matters.
    private static let plumbing: Set<String> = [
        "append", "close", "decode", "digest", "encode", "hexdigest", "items", "json", "keys", "lower", "map", "push",
        "split",
        "strip", "then", "tostring", "trim", "upper", "values",
    ]

    init(_ code: String) {
        let bare = Self.withoutStringsAndComments(code)
        let scalars = Array(bare.unicodeScalars)
        for chain in Tokenizer.chains(bare) {
            guard let last = chain.names.last else { continue }
            let end = bare.unicodeScalars.distance(from: bare.startIndex, to: last.endIndex)
            let start = bare.unicodeScalars.distance(from: bare.startIndex, to: chain.names[0].startIndex)
            if let literal = chain.literal { self.add(option: last.lowercased(), literal.lowercased()) }
            let isCall = Self.next(scalars, end) == "("
            let isSet = Self.next(scalars, end) == "="
            let isMember = chain.names.count > 1 || Self.previous(scalars, start) == "."
            guard chain.literal == nil || isMember, isCall || isMember else { continue }
            self.add(chain.names.map { $0.lowercased() }, isUse: isCall || isSet)
        }
    }

    private mutating func add(option: String, _ literal: String) {
        let whole = option + "=" + literal
        self.add(Name(whole: whole, last: whole, owner: "", weight: literal.first?.isNumber == true ? 0.3 : 1.2))
    }

    private mutating func add(_ path: [String], isUse: Bool) {
        let path = path.drop { $0 == "self" || $0 == "this" || $0 == "super" }
        guard let last = path.last, !Tokenizer.keywords.contains(last) else { return }
        let owner = path.dropLast().last ?? ""
        let isPlain = Self.plumbing.contains(last) || (owner.isEmpty && CommonWords.isGeneric(last))
        let weight = isPlain ? 0.2 : owner.isEmpty ? 0.8 : isUse ? 1 : 0.2
        self.add(Name(whole: owner.isEmpty ? last : owner + "." + last, last: last, owner: owner, weight: weight))
    }

    private mutating func add(_ name: Name) {
        if !self.names.contains(where: { $0.whole == name.whole }), self.names.count < 40 { self.names.append(name) }
    }

    private static func next(_ scalars: [Unicode.Scalar], _ index: Int) -> Unicode.Scalar? {
        scalars[min(index, scalars.count)...].first { $0 != " " }
    }

    private static func previous(_ scalars: [Unicode.Scalar], _ index: Int) -> Unicode.Scalar? {
        index > 0 && index <= scalars.count ? scalars[index - 1] : nil
    }

    /// Code with the inside of quotes and what follows `#` or `//` blanked out; good enough for names in any language.
    private static func withoutStringsAndComments(_ code: String) -> String {
        var result = String.UnicodeScalarView()
        var quote: Unicode.Scalar?
        var isComment = false
        var previous: Unicode.Scalar = " "
        for scalar in code.prefix(4000).unicodeScalars {
            if scalar == "\n" {
                isComment = false
                if quote != "`" { quote = nil }
            }
            if let open = quote {
                if scalar == open && previous != "\\" { quote = nil }
                result.append(scalar == "\n" ? scalar : " ")
            } else if isComment {
                result.append(scalar == "\n" ? scalar : " ")
            } else if scalar == "\"" || scalar == "'" || scalar == "`" {
                quote = scalar
                result.append(" ")
            } else {
                isComment =
                    (scalar == "#" && (previous == " " || previous == "\n")) || (scalar == "/" && previous == "/")
                result.append(isComment ? " " : scalar)
            }
            previous = previous == "\\" && scalar == "\\" ? " " : scalar
        }
        return String(result)
    }
}
