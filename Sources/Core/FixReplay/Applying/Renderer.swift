/// Writes what a template makes of one match: kept code stays byte for byte, new code takes the target's names,
/// quotes and indentation.
struct Renderer {
    let source: Source
    let imports: ImportTable
    let template: FixTemplate
    let bindings: [Range<Int>?]
    /// Imports that the written names need beyond those of the template.
    private(set) var needed: [ImportChange.Addition] = []
    private var output: [UInt8] = []

    init(_ template: FixTemplate, _ source: Source, _ imports: ImportTable, _ bindings: [Range<Int>?]) {
        self.template = template
        self.source = source
        self.imports = imports
        self.bindings = bindings
    }

    /// The new bytes of the match; `nil` where they cannot be written faithfully.
    mutating func render(_ part: TemplatePart, _ match: PartMatch) -> [UInt8]? {
        self.output = []
        var previous: ReplacementElement?
        for element in part.replacement {
            if let previous { self.appendGap(part, match, previous, element) }
            guard self.append(element, match) else { return nil }
            previous = element
        }
        return self.losesComment(part, match) ? nil : self.output
    }

    private mutating func append(_ element: ReplacementElement, _ match: PartMatch) -> Bool {
        if let kept = element.keeps { return self.copy(match.taken[kept]) }
        switch element.piece {
        case .token(let kind, let text):
            if kind == .name { self.importSibling(text) }
            self.output += kind == .string ? Array(self.requoted(text).utf8) : Array(text.utf8)
            return kind != .indent && kind != .dedent || text.isEmpty
        case .qualified(let path, let spelled):
            guard let name = self.spelling(path, spelled) else { return false }
            self.output += Array(name.joined(separator: ".").utf8)
            return true
        case .hole(let hole):
            guard let bound = self.bindings[hole] else { return false }
            return self.copy(bound)
        case .derived(let hole, let derivation):
            guard let bound = self.bindings[hole],
                let text = DerivedText(source: self.source, range: bound).make(derivation)
            else { return false }
            self.output += Array(text.utf8)
            return true
        }
    }

    /// The target's own bytes; lines after the first move with the line that they now hang on.
    private mutating func copy(_ range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return true }
        let start = self.source.tokens[range.lowerBound].start
        let end = self.source.tokens[range.upperBound - 1].end
        let slice = self.source.bytes[start..<end]
        guard slice.contains(0x0a) else {
            self.output += slice
            return true
        }
        let old = Array(self.source.indentation(atByte: start))
        let new = self.currentIndentation(old)
        if old == new {
            self.output += slice
            return true
        }
        if range.contains(where: { self.source.tokens[$0].kind == .string && self.source.text($0).contains("\n") }) {
            return false
        }
        self.output += Self.reindent(Array(slice), from: old, to: new)
        return true
    }

    private func currentIndentation(_ fallback: [UInt8]) -> [UInt8] {
        guard let line = self.output.lastIndex(of: 0x0a) else { return fallback }
        return Array(self.output[(line + 1)...].prefix { $0 == 0x20 || $0 == 0x09 })
    }

    static func reindent(_ bytes: [UInt8], from old: [UInt8], to new: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for (place, line) in bytes.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
            if place > 0 { result.append(0x0a) }
            if place > 0, line.starts(with: old) {
                if line.count > old.count { result += new }
                result += line.dropFirst(old.count)
            } else {
                result += line
            }
        }
        return result
    }

    private mutating func appendGap(
        _ part: TemplatePart, _ match: PartMatch, _ previous: ReplacementElement, _ element: ReplacementElement
    ) {
        if let left = previous.keeps, let right = element.keeps, right == left + 1 {
            self.output += self.gap(match, right)
            return
        }
        if element.gap.contains("\n") {
            self.output += self.indented(element.gap, match)
        } else {
            self.output += Array(element.gap.utf8)
        }
    }

    private func gap(_ match: PartMatch, _ element: Int) -> ArraySlice<UInt8> {
        self.source.gap(before: match.taken[element].lowerBound)
    }

    /// A line break of the example, at the target's depth: the example's indentation counts from its match's first line.
    private func indented(_ gap: String, _ match: PartMatch) -> [UInt8] {
        let bytes = Array(gap.utf8)
        guard let line = bytes.lastIndex(of: 0x0a) else { return bytes }
        let depth = Array(bytes[(line + 1)...])
        let base = Array(self.template.baseIndentation.utf8)
        let target = Array(self.source.indentation(atByte: self.source.tokens[match.tokens.lowerBound].start))
        let head = Array(bytes[...line])
        if depth.starts(with: base) {
            return head + target + self.converted(Array(depth.dropFirst(base.count)), beside: target)
        }
        return head + target.dropLast(min(target.count, max(0, base.count - depth.count)))
    }

    private func converted(_ indentation: [UInt8], beside target: [UInt8]) -> [UInt8] {
        guard !indentation.isEmpty else { return [] }
        let unit = self.source.indentationUnit
        let steps =
            indentation.contains(0x09) ? indentation.count : indentation.count / max(1, self.template.indentationUnit)
        if indentation.contains(0x20), indentation.count % max(1, self.template.indentationUnit) != 0 {
            return indentation
        }
        return unit.isEmpty ? indentation : Array(repeatElement(unit, count: steps).joined())
    }

    /// A new string takes the quotes that the target prefers, where that changes nothing else.
    private func requoted(_ text: String) -> String {
        guard let preferred = self.source.preferredQuote, let example = self.template.preferredQuote else {
            return text
        }
        let literal = StringLiteral(text)
        guard literal.quote == example, preferred != example, !literal.content.contains(preferred),
            !literal.content.contains("\\"), !literal.content.contains(example)
        else { return text }
        return literal.prefix + preferred + literal.content + preferred
    }

    private mutating func spelling(_ path: [String], _ spelled: [String]) -> [String]? {
        if let name = self.imports.spelling(of: path) { return name }
        if self.template.imports.added.contains(where: { path.starts(with: $0.binding.path) }) {
            return self.unlessTaken(spelled)
        }
        guard path != spelled || self.isImportedByMember(path) else { return self.unlessTaken(spelled) }
        guard let statement = self.imports.statements.first(where: { $0.module == Array(path.dropLast()) }),
            let last = path.last,
            !self.uses(last)
        else { return self.imports.statements.isEmpty ? spelled : nil }
        self.needed.append(
            ImportChange.Addition(
                binding: ImportBinding(local: last, path: path), module: statement.module, statement: "", atTop: false))
        return [last]
    }

    /// A new name that takes the place of an imported one comes from the same module.
    private mutating func importSibling(_ name: String) {
        guard name == self.newNames.first, self.newNames.count == 1, self.droppedImports.count == 1, !self.uses(name),
            let dropped = self.droppedImports.first, let path = self.imports.paths[dropped],
            let statement = self.imports.statements.first(where: { $0.module == Array(path.dropLast()) })
        else { return }
        self.needed.append(
            ImportChange.Addition(
                binding: ImportBinding(local: name, path: Array(path.dropLast()) + [name]), module: statement.module,
                statement: "",
                atTop: false, replacing: ImportBinding(local: dropped, path: path)))
    }

    private var newNames: [String] {
        self.template.parts.flatMap { part in
            part.replacement.enumerated().compactMap { place, element -> String? in
                guard case .token(.name, let name) = element.piece, element.keeps == nil else { return nil }
                if place > 0, case .token(.mark, let mark) = part.replacement[place - 1].piece, mark == "." {
                    return nil
                }
                return name
            }
        }
    }

    private var droppedImports: [String] {
        self.template.parts.flatMap { part in
            part.pattern.indices.compactMap { place -> String? in
                guard case .token(.name, let name) = part.pattern[place].piece, self.imports.paths[name] != nil,
                    !part.replacement.contains(where: { $0.keeps == place })
                else { return nil }
                return name
            }
        }
    }

    private func isImportedByMember(_ path: [String]) -> Bool {
        path.count > 1 && self.imports.statements.contains { $0.module == Array(path.dropLast()) }
    }

    private func unlessTaken(_ spelled: [String]) -> [String]? {
        guard let base = spelled.first, self.imports.paths[base] == nil || self.imports.paths[base] == [base] else {
            return nil
        }
        return spelled
    }

    private func uses(_ name: String) -> Bool { self.source.tokens.indices.contains { self.source.isWord($0, name) } }

    /// A comment between tokens that are not kept side by side would be lost.
    private func losesComment(_ part: TemplatePart, _ match: PartMatch) -> Bool {
        guard match.tokens.count > 1 else { return false }
        var kept: Set<Int> = []
        var previous: Int?
        for element in part.replacement {
            if let right = element.keeps, let left = previous, right == left + 1 {
                kept.insert(match.taken[right].lowerBound)
            }
            let hole: Range<Int>? = if case .hole(let number) = element.piece { self.bindings[number] } else { nil }
            if let range = element.keeps.map({ match.taken[$0] }) ?? hole { kept.formUnion(range.dropFirst()) }
            previous = element.keeps
        }
        return (match.tokens.lowerBound + 1..<match.tokens.upperBound).contains {
            self.source.hasComment(before: $0) && !kept.contains($0)
        }
    }
}
