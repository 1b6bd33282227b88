/// One name that an import brings in.
struct ImportBinding: Hashable, Sendable, Codable {
    var local: String
    /// Where it comes from, dot by dot.
    var path: [String]
}

/// One import statement.
struct ImportStatement: Sendable {
    var tokens: Range<Int>
    var bindings: [ImportBinding]
    /// `from module import names` and its kin: the module; `nil` for an import of a whole module.
    var module: [String]?
    /// The tokens of each binding, in the order of `bindings`; empty where they cannot be cut out one by one.
    var places: [Range<Int>] = []
}

/// What the imports of one text call things.
struct ImportTable: Sendable {
    private(set) var statements: [ImportStatement] = []
    private(set) var paths: [String: [String]] = [:]
    private(set) var covered: Set<Int> = []

    init(_ source: Source) {
        switch source.table.family {
        case .python: self.statements = PythonImports(source: source).read()
        case .javascript: self.statements = ScriptImports(source: source).read()
        case .java, .csharp, .php, .rust: self.statements = PathImports(source: source).read()
        case .go: self.statements = GoImports(source: source).read()
        default: break
        }
        for statement in self.statements {
            for binding in statement.bindings where self.paths[binding.local] == nil {
                self.paths[binding.local] = binding.path
            }
            self.covered.formUnion(statement.tokens)
        }
    }

    /// What a dotted name is called in full.
    func resolve(_ chain: [String]) -> [String] {
        guard let base = chain.first, let path = self.paths[base] else { return chain }
        return path + chain.dropFirst()
    }

    /// How this text would write a full name; `nil` where no import reaches it.
    func spelling(of path: [String]) -> [String]? {
        var best: [String]?
        for (local, bound) in self.paths where path.starts(with: bound) {
            let candidate = [local] + path.dropFirst(bound.count)
            if let known = best, (known.count, known.joined()) <= (candidate.count, candidate.joined()) { continue }
            best = candidate
        }
        return best
    }
}

/// `import a.b as c` and `from a import b as c`.
struct PythonImports {
    let source: Source

    func read() -> [ImportStatement] {
        var found: [ImportStatement] = []
        for index in 0..<self.source.count where self.source.startsStatement(index) {
            if self.source.isWord(index, "import") { found.append(self.plain(index)) }
            if self.source.isWord(index, "from"), let statement = self.from(index) { found.append(statement) }
        }
        return found
    }

    private func end(of index: Int) -> Int {
        var end = index + 1
        while end < self.source.count, !self.source.startsStatement(end), self.source.tokens[end].kind != .dedent {
            end += 1
        }
        if end > index + 1, self.source.isMark(end - 1, ";") { end -= 1 }
        return end
    }

    private func plain(_ index: Int) -> ImportStatement {
        let end = self.end(of: index)
        var statement = ImportStatement(tokens: index..<end, bindings: [], module: nil)
        for place in self.elements(from: index + 1, to: end) {
            let names = place.filter { self.source.tokens[$0].kind == .name }.map { self.source.text($0) }
            let hasAlias = place.count > 2 && self.source.isWord(place.upperBound - 2, "as")
            let path = hasAlias ? Array(names.dropLast()) : names
            guard let first = path.first, let last = names.last else { continue }
            statement.bindings.append(
                hasAlias ? ImportBinding(local: last, path: path) : ImportBinding(local: first, path: [first]))
            statement.places.append(place)
        }
        return statement
    }

    private func from(_ index: Int) -> ImportStatement? {
        let end = self.end(of: index)
        guard let word = (index..<end).first(where: { self.source.isWord($0, "import") }) else { return nil }
        let module = (index + 1..<word).filter { self.source.tokens[$0].kind == .name }.map { self.source.text($0) }
        let isRelative = word > index + 1 && !(self.source.tokens[index + 1].kind == .name)
        var statement = ImportStatement(tokens: index..<end, bindings: [], module: (isRelative ? [""] : []) + module)
        let hasBrackets = self.source.isMark(word + 1, "(")
        for place in self.elements(from: word + (hasBrackets ? 2 : 1), to: hasBrackets ? end - 1 : end) {
            guard self.source.tokens[place.lowerBound].kind == .name else { continue }
            let name = self.source.text(place.lowerBound)
            let local = place.count == 3 ? self.source.text(place.upperBound - 1) : name
            statement.bindings.append(ImportBinding(local: local, path: (statement.module ?? []) + [name]))
            statement.places.append(place)
        }
        return statement
    }

    private func elements(from start: Int, to end: Int) -> [Range<Int>] {
        var places: [Range<Int>] = []
        var first = start
        var index = start
        while index <= end {
            if index == end || self.source.isMark(index, ",") {
                if index > first { places.append(first..<index) }
                first = index + 1
            }
            index += 1
        }
        return places
    }
}
