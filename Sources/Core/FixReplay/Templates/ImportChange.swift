/// What an edit did to the imports of its file.
struct ImportChange: Hashable, Sendable, Codable {
    struct Addition: Hashable, Sendable, Codable {
        var binding: ImportBinding
        var module: [String]?
        /// The statement as the example wrote it.
        var statement: String
        /// It stands before the imports that were there.
        var atTop: Bool
        /// The import that this one takes the place of, where it has no other use.
        var replacing: ImportBinding?
    }
    var added: [Addition] = []
    var removed: [ImportBinding] = []

    var isEmpty: Bool { self.added.isEmpty && self.removed.isEmpty }

    init() {}

    init(_ script: EditScript) {
        let before = Set(script.beforeImports.statements.flatMap(\.bindings))
        let after = Set(script.afterImports.statements.flatMap(\.bindings))
        self.removed = script.beforeImports.statements.flatMap(\.bindings).filter { !after.contains($0) }
        let kept = script.afterImports.statements.firstIndex { $0.bindings.contains { before.contains($0) } }
        for (place, statement) in script.afterImports.statements.enumerated() {
            for binding in statement.bindings where !before.contains(binding) {
                let isAlone = statement.bindings.count == 1
                self.added.append(
                    Addition(
                        binding: binding, module: statement.module,
                        statement: isAlone ? script.after.text(statement.tokens) : "",
                        atTop: kept.map { place < $0 } ?? script.beforeImports.statements.isEmpty))
            }
        }
    }
}
