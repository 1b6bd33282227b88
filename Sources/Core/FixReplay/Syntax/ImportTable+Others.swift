/// `import x, {a as b} from 'm'`, `import * as n from 'm'`, `const x = require('m')`, `const {a: b} = require('m')`.
struct ScriptImports {
    let source: Source

    func read() -> [ImportStatement] {
        var found: [ImportStatement] = []
        for index in 0..<self.source.count where self.source.startsStatement(index) {
            if self.source.isWord(index, "import"), !self.source.isMark(index + 1, "("),
                !self.source.isMark(index + 1, ".")
            {
                if let statement = self.imported(index) { found.append(statement) }
            } else if self.source.isWord(index, "const") || self.source.isWord(index, "let")
                || self.source.isWord(index, "var"),
                let statement = self.required(index)
            {
                found.append(statement)
            }
        }
        return found
    }

    private func imported(_ index: Int) -> ImportStatement? {
        var end = index + 1
        while end < self.source.count, self.source.tokens[end].kind != .string { end += 1 }
        guard end < self.source.count, end - index < 200 else { return nil }
        let module = self.module(end)
        var statement = ImportStatement(tokens: index..<self.close(end + 1), bindings: [], module: nil)
        var place = index + 1
        while place < end {
            if self.source.isMark(place, "{") {
                statement.module = module
                self.destructure(place, module, &statement)
                place = max(place + 1, self.source.tokens[place].partner + 1)
            } else if self.source.isMark(place, "*"), place + 2 < end {
                statement.bindings.append(ImportBinding(local: self.source.text(place + 2), path: module))
                place += 3
            } else {
                if self.source.tokens[place].kind == .name, !self.source.isWord(place, "from") {
                    statement.bindings.append(ImportBinding(local: self.source.text(place), path: module))
                }
                place += 1
            }
        }
        return statement
    }

    private func required(_ index: Int) -> ImportStatement? {
        var equal = index + 2
        if self.source.isMark(index + 1, "{") { equal = self.source.tokens[index + 1].partner + 1 }
        guard equal > index, self.source.isMark(equal, "="), self.source.isWord(equal + 1, "require"),
            self.source.isMark(equal + 2, "("), equal + 4 < self.source.count,
            self.source.tokens[equal + 3].kind == .string,
            self.source.isMark(equal + 4, ")"), self.source.trailerEnd(at: equal + 5) == nil
        else { return nil }
        let module = self.module(equal + 3)
        var statement = ImportStatement(tokens: index..<self.close(equal + 5), bindings: [], module: nil)
        if self.source.isMark(index + 1, "{") {
            statement.module = module
            self.destructure(index + 1, module, &statement)
        } else {
            statement.bindings = [ImportBinding(local: self.source.text(index + 1), path: module)]
        }
        return statement
    }

    private func destructure(_ open: Int, _ module: [String], _ statement: inout ImportStatement) {
        let close = self.source.tokens[open].partner
        var place = open + 1
        while place < close {
            let end = self.source.elementEnd(from: place, limit: close)
            if end > place, self.source.tokens[place].kind == .name || self.source.tokens[place].kind == .keyword {
                statement.bindings.append(
                    ImportBinding(local: self.source.text(end - 1), path: module + [self.source.text(place)]))
                statement.places.append(place..<end)
            }
            place = max(end, place) + 1
        }
    }

    private func module(_ index: Int) -> [String] {
        var name = String(self.source.text(index).dropFirst().dropLast())
        if name.hasPrefix("node:") { name.removeFirst(5) }
        return [name]
    }

    private func close(_ index: Int) -> Int {
        self.source.isMark(index, ";") ? index + 1 : min(index, self.source.count)
    }
}

/// `import a.b.C;`, `using A.B;`, `use A\B as C;`, `use a::b::{c, d as e};`: one path, its last name bound.
struct PathImports {
    let source: Source

    func read() -> [ImportStatement] {
        let word = self.source.table.family == .java ? "import" : self.source.table.family == .csharp ? "using" : "use"
        var found: [ImportStatement] = []
        for index in 0..<self.source.count where self.source.isWord(index, word) && self.source.startsStatement(index) {
            guard self.source.tokens[index].parent < 0 else { continue }
            var end = index + 1
            while end < self.source.count, !self.source.isMark(end, ";"), end - index < 64 { end += 1 }
            guard self.source.isMark(end, ";") else { continue }
            let body = index + 1..<end
            guard !body.contains(where: { self.source.tokens[$0].kind == .open || self.source.isMark($0, "=") }) else {
                continue
            }
            var names = body.filter { self.source.tokens[$0].kind == .name }.map { self.source.text($0) }
            var local = names.last
            if body.contains(where: { self.source.isWord($0, "as") }), names.count > 1 { local = names.removeLast() }
            guard let local, !names.isEmpty else { continue }
            let isWhole = self.source.table.family == .csharp || body.contains { self.source.isMark($0, "*") }
            found.append(
                ImportStatement(
                    tokens: index..<end + 1, bindings: isWhole ? [] : [ImportBinding(local: local, path: names)],
                    module: nil))
        }
        return found
    }
}

/// `import "a/b"`, `import c "a/b"`, and the bracketed list of them.
struct GoImports {
    let source: Source

    func read() -> [ImportStatement] {
        var found: [ImportStatement] = []
        for index in 0..<self.source.count
        where self.source.isWord(index, "import") && self.source.startsStatement(index) {
            if self.source.isMark(index + 1, "("), self.source.isOpen(index + 1) {
                let close = self.source.tokens[index + 1].partner
                var statement = ImportStatement(tokens: index..<close + 1, bindings: [], module: nil)
                for place in index + 2..<max(close, index + 2) where self.source.tokens[place].kind == .string {
                    let start = self.source.tokens[place - 1].kind == .name ? place - 1 : place
                    statement.bindings.append(self.binding(start, place))
                    statement.places.append(start..<place + 1)
                }
                found.append(statement)
            } else if let place = [index + 1, index + 2].first(where: {
                $0 < self.source.count && self.source.tokens[$0].kind == .string
            }) {
                found.append(
                    ImportStatement(tokens: index..<place + 1, bindings: [self.binding(index + 1, place)], module: nil))
            }
        }
        return found
    }

    private func binding(_ start: Int, _ place: Int) -> ImportBinding {
        let path = String(self.source.text(place).dropFirst().dropLast())
        let last = path.split(separator: "/").last.map(String.init) ?? path
        return ImportBinding(local: start < place ? self.source.text(start) : last, path: [path])
    }
}
