import HealingDomain

/// One template on one text.
struct Replay {
    let template: FixTemplate
    let source: Source
    let imports: ImportTable
    let focus: ClosedRange<Int>?

    enum Result {
        case edited(updated: String, evidence: FitEvidence)
        case abstained(String)
    }

    private struct Site {
        var matches: [PartMatch]
        var bindings: [Range<Int>?]
    }

    /// An abstention without a reason means that the pattern is not there at all.
    func run() -> Result {
        if self.template.needsFocus, self.focus == nil { return .abstained("the template needs a finding's line") }
        let sites = self.sites()
        guard !sites.isEmpty else { return .abstained("") }
        if sites.count > 1, !self.template.isRepeated {
            return .abstained("the template fits in \(sites.count) places")
        }
        if let name = self.template.requiredNames.first(where: { !self.hasName($0) }) {
            return .abstained("the template needs '\(name)', which this code does not have")
        }
        if let name = self.template.inventedNames.first(where: self.hasName) {
            return .abstained("the template declares '\(name)', which this code has already")
        }
        guard let updated = self.updated(sites) else {
            return .abstained("the new code cannot be written faithfully here")
        }
        guard updated != String(decoding: self.source.bytes, as: UTF8.self) else {
            return .abstained("nothing would change")
        }
        let result = Source(updated, self.source.language)
        if let problem = result.problem { return .abstained("the new code would not read: \(problem)") }
        let evidence = FitEvidence(self.template, self.source, sites.map(\.matches))
        return .edited(updated: updated, evidence: evidence)
    }

    private func hasName(_ name: String) -> Bool {
        self.source.tokens.indices.contains { self.source.isWord($0, name) }
    }

    /// Every place where all parts fit, in order, with the same bindings.
    private func sites() -> [Site] {
        var sites: [Site] = []
        var matcher = Matcher(self.template, self.source, self.imports)
        var start = 0
        while start < self.source.count, sites.count < 64 {
            matcher.forget()
            var matches: [PartMatch] = []
            var place = start
            for part in self.template.parts {
                guard let match = matcher.next(part, from: place) else { break }
                matches.append(match)
                place = max(match.tokens.upperBound, place + 1)
            }
            guard let first = matches.first else { break }
            guard matches.count == self.template.parts.count else {
                start = first.tokens.lowerBound + 1
                continue
            }
            if self.isInFocus(matches) { sites.append(Site(matches: matches, bindings: matcher.bindings)) }
            start =
                self.template.parts.count == 1 ? max(first.tokens.upperBound, start + 1) : first.tokens.lowerBound + 1
        }
        return matcher.isExhausted ? [] : sites
    }

    private func isInFocus(_ matches: [PartMatch]) -> Bool {
        guard let focus = self.focus else { return true }
        return matches.contains { match in
            let first = self.source.line(ofByte: self.source.tokens[match.tokens.lowerBound].start)
            let last = self.source.line(ofByte: self.source.tokens[match.tokens.upperBound - 1].end)
            return focus.overlaps(first...max(first, last))
        }
    }

    private func updated(_ sites: [Site]) -> String? {
        var edits: [Edit] = []
        var needed: [ImportChange.Addition] = []
        for site in sites {
            for (part, match) in zip(self.template.parts, site.matches) {
                var renderer = Renderer(self.template, self.source, self.imports, site.bindings)
                guard let bytes = renderer.render(part, match), let text = String(validating: bytes, as: UTF8.self)
                else { return nil }
                needed += renderer.needed
                edits.append(self.edit(match, text))
            }
        }
        let original = String(decoding: self.source.bytes, as: UTF8.self)
        guard let change = ProposedChange(path: "", original: original, edits: edits) else { return nil }
        return self.withImports(change.updated, needed)
    }

    /// The replacement of a match; a statement that is deleted takes its line along.
    private func edit(_ match: PartMatch, _ text: String) -> Edit {
        var start = self.source.tokens[match.tokens.lowerBound].start
        var end = self.source.tokens[match.tokens.upperBound - 1].end
        if text.isEmpty {
            var lineStart = start
            while lineStart > 0, self.source.bytes[lineStart - 1].isBlank { lineStart -= 1 }
            var lineEnd = end
            while lineEnd < self.source.bytes.count, self.source.bytes[lineEnd].isBlank { lineEnd += 1 }
            let startsLine = lineStart == 0 || self.source.bytes[lineStart - 1] == 0x0a
            if startsLine, lineEnd == self.source.bytes.count || self.source.bytes[lineEnd] == 0x0a {
                start = lineStart
                end = min(lineEnd + 1, self.source.bytes.count)
            }
        }
        return Edit(start: start, end: end, replacement: text)
    }

    private func withImports(_ text: String, _ needed: [ImportChange.Addition]) -> String? {
        guard !self.template.imports.isEmpty || !needed.isEmpty else { return text }
        var adder = ImportEdits(Source(text, self.source.language))
        guard let additions = adder.adding(self.template.imports.added + needed),
            let added = ProposedChange(path: "", original: text, edits: additions)?.updated
        else { return nil }
        let orphans = self.template.imports.removed + needed.compactMap(\.replacing)
        guard !orphans.isEmpty else { return added }
        var remover = ImportEdits(Source(added, self.source.language))
        return ProposedChange(path: "", original: added, edits: remover.removing(orphans))?.updated
    }
}
