package import HealingDomain

/// A memory query, taken apart once for all candidates.
package struct RankingQuery: Sendable {
    let words: [String: Double]
    let names: [CodeNames.Name]
    let language: Language?

    package init(_ query: MemoryQuery) {
        var words: [String: Double] = [:]
        for term in Tokenizer.terms(query.text) {
            let weight = CommonWords.weight(of: term)
            if weight > 0 { words[term] = max(words[term] ?? 0, weight) }
        }
        // The code's own words count too, but less: many are names of variables.
        for term in Tokenizer.terms(query.code) {
            let weight = 0.4 * CommonWords.weight(of: term)
            if weight > 0, words[term] == nil { words[term] = weight }
        }
        self.words = words
        self.names = CodeNames(query.code).names
        self.language = query.language == .generic ? nil : query.language
    }

    /// The terms by which a store looks for candidates, each once, at most 96.
    package var terms: [String] {
        let fromNames = self.names.flatMap {
            [$0.whole, Tokenizer.stem($0.last)] + ($0.owner.isEmpty ? [] : [Tokenizer.stem($0.owner)])
        }
        let fromWords = self.words.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        return Array((fromNames + fromWords).unique().prefix(96))
    }
}

/// How common terms are in all documents together.
package struct CorpusStatistics: Sendable {
    /// The corpus is taken for this much larger than it is, so that a handful of threads still tells rare from common.
    private static let assumed = 50.0

    package var documents: Int
    package var averageLength: Double
    /// In how many documents each term of the query is; terms that are not named are in none.
    package var frequencies: [String: Int]

    package init(documents: Int, averageLength: Double, frequencies: [String: Int]) {
        self.documents = documents
        self.averageLength = averageLength
        self.frequencies = frequencies
    }

    /// BM25's inverse document frequency (Robertson and Zaragoza, 2009), never below zero.
    func rarity(_ term: String) -> Double {
        let all = Double(self.documents) + Self.assumed
        let holding = min(Double(self.frequencies[term] ?? 0), all)
        return Logarithm.natural(1 + (all - holding + 0.5) / (holding + 0.5))
    }
}

/// The terms of one document, as a store keeps them.
package struct DocumentTerms: Sendable, Hashable {
    package var prose: [String]
    package var code: [String]

    package init(prose: [String], code: [String]) {
        self.prose = prose
        self.code = code
    }

    package init(_ document: ThreadDocument) {
        let texts = document.messages.map { MessageText($0.text) }
        self.prose = Tokenizer.terms((texts.map(\.prose) + document.errorTerms).joined(separator: "\n"))
        let code =
            document.snippets.map(\.code) + document.pairs.map(\.changedPlaces).flatMap { [$0.before, $0.after] }
        self.code = Tokenizer.terms(code.unique().joined(separator: "\n"))
    }
}

extension ThreadDocument {
    /// What an embedder reads: the problem, the solution and the code, cut to what a sentence encoder takes in.
    package var passage: String {
        let code = self.pairs.first?.changedPlaces.before ?? self.snippets.first?.code ?? ""
        return String([self.problem, self.solution ?? "", code].joined(separator: "\n").prefix(4000))
    }
}

extension MemoryQuery {
    package var passage: String { String([self.text, self.code].joined(separator: "\n").prefix(4000)) }
}
