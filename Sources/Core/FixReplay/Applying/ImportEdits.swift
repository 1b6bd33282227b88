import HealingDomain

/// Brings the imports of an edited text in line with a template: what is missing is added, what lost its last use goes.
struct ImportEdits {
    let source: Source
    let imports: ImportTable
    private var edits: [Edit] = []

    init(_ source: Source) {
        self.source = source
        self.imports = ImportTable(source)
    }

    /// The edits, in no order; `nil` where a name that must be imported already means something else.
    mutating func adding(_ additions: [ImportChange.Addition]) -> [Edit]? {
        var fresh: [String] = []
        for addition in additions where !self.imports.paths.values.contains(addition.binding.path) {
            guard self.imports.paths[addition.binding.local] == nil else { return nil }
            guard self.isUsed(addition.binding.local) else { continue }
            if self.merge(addition) { continue }
            let text = addition.statement.isEmpty ? self.statement(addition) : addition.statement
            guard !text.isEmpty else { return nil }
            if addition.atTop || self.imports.statements.isEmpty { fresh.append(text) } else { self.addAtEnd(text) }
        }
        if !fresh.isEmpty { self.addAtTop(fresh) }
        return self.edits
    }

    /// The edits that take out imports without a use.
    mutating func removing(_ bindings: [ImportBinding]) -> [Edit] {
        for binding in bindings { self.remove(binding) }
        return self.edits
    }

    private func isUsed(_ name: String) -> Bool {
        self.source.tokens.indices.contains {
            self.source.isWord($0, name) && !self.imports.covered.contains($0) && !self.source.isMember($0 - 1)
        }
    }

    /// Adds the name to an import of the same module.
    private mutating func merge(_ addition: ImportChange.Addition) -> Bool {
        guard let module = addition.module,
            let statement = self.imports.statements.first(where: { $0.module == module && !$0.places.isEmpty }),
            let last = statement.places.last
        else { return false }
        let end = self.source.tokens[last.upperBound - 1].end
        self.edits.append(Edit(start: end, end: end, replacement: ", " + self.element(addition)))
        return true
    }

    private func element(_ addition: ImportChange.Addition) -> String {
        let name = addition.binding.path.last ?? addition.binding.local
        guard name != addition.binding.local else { return name }
        return self.source.table.family == .javascript
            ? "\(name): \(addition.binding.local)" : "\(name) as \(addition.binding.local)"
    }

    private func statement(_ addition: ImportChange.Addition) -> String {
        let path = addition.binding.path
        switch self.source.table.family {
        case .python:
            if let module = addition.module {
                return "from \(module.joined(separator: ".")) import \(self.element(addition))"
            }
            return "import \(path.joined(separator: "."))"
        case .java: return "import \(path.joined(separator: "."));"
        default: return ""
        }
    }

    private mutating func addAtTop(_ texts: [String]) {
        if let first = self.imports.statements.first {
            let start = self.source.tokens[first.tokens.lowerBound].start
            let indentation = String(decoding: self.source.indentation(atByte: start), as: UTF8.self)
            self.edits.append(
                Edit(start: start, end: start, replacement: texts.map { $0 + "\n" + indentation }.joined()))
        } else {
            let start = self.topOfCode
            self.edits.append(Edit(start: start, end: start, replacement: texts.map { $0 + "\n" }.joined() + "\n"))
        }
    }

    private mutating func addAtEnd(_ text: String) {
        guard let last = self.imports.statements.last, last.tokens.upperBound > 0 else { return }
        let start = self.source.tokens[last.tokens.lowerBound].start
        let end = self.source.tokens[last.tokens.upperBound - 1].end
        let indentation = String(decoding: self.source.indentation(atByte: start), as: UTF8.self)
        self.edits.append(Edit(start: end, end: end, replacement: "\n" + indentation + text))
    }

    /// Behind a first string (a module's documentation) and a `package` line, else before the first token's line.
    private var topOfCode: Int {
        guard let first = self.source.tokens.first else { return 0 }
        var end = first.start
        if first.kind == .string, self.source.table.family == .python, self.source.count > 1,
            self.source.tokens[1].startsLine
        {
            end = self.source.tokens[1].start
        }
        if self.source.isWord(0, "package") {
            let statement = self.source.statement(around: 0)
            if statement.upperBound < self.source.count { end = self.source.tokens[statement.upperBound].start }
        }
        while end > 0, self.source.bytes[end - 1] != 0x0a { end -= 1 }
        return end
    }

    private mutating func remove(_ binding: ImportBinding) {
        for statement in self.imports.statements {
            guard let place = statement.bindings.firstIndex(where: { $0.path == binding.path }) else { continue }
            guard !self.isUsed(statement.bindings[place].local) else { return }
            if statement.bindings.count == 1 {
                self.removeLines(statement.tokens)
            } else if statement.places.count == statement.bindings.count {
                self.removeElement(statement.places[place])
            }
            return
        }
    }

    private mutating func removeElement(_ place: Range<Int>) {
        let start = self.source.tokens[place.lowerBound].start
        let end = self.source.tokens[place.upperBound - 1].end
        if self.source.isMark(place.upperBound, ","), place.upperBound + 1 < self.source.count,
            !self.source.isClose(place.upperBound + 1)
        {
            self.edits.append(Edit(start: start, end: self.source.tokens[place.upperBound + 1].start, replacement: ""))
        } else if self.source.isMark(place.lowerBound - 1, ",") {
            self.edits.append(Edit(start: self.source.tokens[place.lowerBound - 2].end, end: end, replacement: ""))
        }
    }

    private mutating func removeLines(_ tokens: Range<Int>) {
        var start = self.source.tokens[tokens.lowerBound].start
        var end = self.source.tokens[tokens.upperBound - 1].end
        while start > 0, self.source.bytes[start - 1].isBlank { start -= 1 }
        while end < self.source.bytes.count, self.source.bytes[end].isBlank { end += 1 }
        let isWholeLine = start == 0 || self.source.bytes[start - 1] == 0x0a
        if isWholeLine, end < self.source.bytes.count, self.source.bytes[end] == 0x0a {
            end += 1
            if start == 0 {
                while end < self.source.bytes.count, self.source.bytes[end].isSpace, !self.source.bytes[end].isBlank {
                    end += 1
                }
            }
        } else if !isWholeLine {
            start = self.source.tokens[tokens.lowerBound].start
        }
        self.edits.append(Edit(start: start, end: end, replacement: ""))
    }
}
