package import FoundationEssentials
package import HealingDomain

/// A document that may answer the query, with what its store knows of it.
package struct RankingCandidate: Sendable {
    package var document: ThreadDocument
    package var terms: DocumentTerms
    /// The cosine between query and document; `nil` where they were never embedded by the same embedder.
    package var similarity: Double?

    package init(document: ThreadDocument, terms: DocumentTerms, similarity: Double?) {
        self.document = document
        self.terms = terms
        self.similarity = similarity
    }
}

/// Orders candidates by an honest score: 1 is the same problem with a proven answer, an unrelated thread is near 0
/// however alone it stands. It is made of how much of the query's names and words, weighted by their rarity, the thread
/// holds; being solved, having code or being new only moves a score that is already there.
package struct ThreadRanker: Sendable {
    // BM25's usual constants: how fast repeats stop counting, how much length is held against a document.
    private static let saturation = 1.2
    private static let lengthWeight = 0.5

    private let query: RankingQuery
    private let statistics: CorpusStatistics
    private let now: Date

    package init(query: RankingQuery, statistics: CorpusStatistics, now: Date) {
        self.query = query
        self.statistics = statistics
        self.now = now
    }

    /// The best first; candidates without anything in common are left out.
    package func rank(_ candidates: [RankingCandidate], limit: Int) -> [ThreadHit] {
        let hits = candidates.map(self.hit).filter { $0.score > 0 }
        let sorted = hits.sorted {
            ($1.score, $1.document.lastActivity, $1.document.reference.timestamp)
                < ($0.score, $0.document.lastActivity, $0.document.reference.timestamp)
        }
        return Array(sorted.prefix(max(0, limit)))
    }

    private func hit(_ candidate: RankingCandidate) -> ThreadHit {
        let prose = Self.counts(candidate.terms.prose)
        let code = Self.counts(candidate.terms.code)
        let length = Double(candidate.terms.prose.count + candidate.terms.code.count)
        var parts: [String: Double] = [:]
        parts["lexical"] = self.lexical(prose.merging(code, uniquingKeysWith: +), length: length)
        parts["vector"] = candidate.similarity.map { min(1, max(0, ($0 - 0.1) / 0.6)) }
        parts["names"] = self.query.names.isEmpty ? nil : self.nameCoverage(prose: prose, code: code)
        parts.merge(self.quality(of: candidate.document), uniquingKeysWith: { $1 })
        return ThreadHit(document: candidate.document, score: Self.score(parts), parts: parts)
    }

    private static func score(_ parts: [String: Double]) -> Double {
        let lexical = parts["lexical"] ?? 0
        let vector = parts["vector"] ?? lexical
        let relevance =
            if let names = parts["names"] {
                // A shared call alone may be another matter's: it counts in full only where words are shared too.
                0.62 * names * (0.5 + 0.5 * min(1, lexical / 0.3)) + 0.28 * lexical + 0.10 * vector
            } else {
                0.75 * lexical + 0.25 * vector
            }
        let fit = Self.curve(relevance)
        let quality =
            0.8 + 0.07 * (parts["resolved"] ?? 0) + 0.07 * (parts["pairs"] ?? 0) + 0.06 * (parts["merged"] ?? 0)
        let score = fit * quality * (parts["language"] ?? 1) * (0.95 + 0.05 * (parts["recency"] ?? 1))
        return min(1, max(0, score))
    }

    /// Spreads relevance so that about half of the query's weight is already a good match and a few shared words are not.
    private static func curve(_ relevance: Double) -> Double {
        let steep = 1 / (1 + Logarithm.exponential(-9 * (relevance - 0.38)))
        let floor = 1 / (1 + Logarithm.exponential(9 * 0.38))
        let ceiling = 1 / (1 + Logarithm.exponential(-9 * 0.62))
        return (steep - floor) / (ceiling - floor)
    }

    /// The share of the query's weight that the document holds, each term as BM25 counts it.
    private func lexical(_ counts: [String: Int], length: Double) -> Double {
        var held = 0.0
        var wanted = 0.0
        let relativeLength = length / max(1, self.statistics.averageLength)
        let norm = Self.saturation * (1 - Self.lengthWeight + Self.lengthWeight * relativeLength)
        for (term, weight) in self.query.words {
            let isKnown = (self.statistics.frequencies[term] ?? 0) > 0
            // A joined name that nobody ever wrote here says no more than its parts, which are asked for anyway.
            if !isKnown, term.contains(where: { $0 == "." || $0 == "_" || $0 == "=" }) { continue }
            let value = weight * self.statistics.rarity(term) * (isKnown ? 1 : 0.5)
            wanted += value
            guard let count = counts[term] else { continue }
            let often = Double(count) / (Double(count) + norm)
            // One mention is worth 0.7 of many.
            held += value * min(1, 0.4 + 0.7 * often)
        }
        return wanted > 0 ? held / wanted : 0
    }

    /// How much of what the flagged code calls, sets and passes the thread is about.
    private func nameCoverage(prose: [String: Int], code: [String: Int]) -> Double {
        var held = 0.0
        var wanted = 0.0
        for name in self.query.names {
            let value = name.weight * self.statistics.rarity(name.whole)
            wanted += value
            held +=
                value
                * max(
                    self.credit(for: name, in: code, isCode: true),
                    0.9 * self.credit(for: name, in: prose, isCode: false))
        }
        return wanted > 0 ? held / wanted : 0
    }

    private func credit(for name: CodeNames.Name, in counts: [String: Int], isCode: Bool) -> Double {
        if counts[name.whole] != nil { return 1 }
        let last = Tokenizer.stem(name.last)
        let hasLast = counts[name.last] != nil || counts[last] != nil
        guard !name.owner.isEmpty else { return hasLast ? 1 : 0 }
        let hasOwner = counts[name.owner] != nil || counts[Tokenizer.stem(name.owner)] != nil
        switch (hasOwner, hasLast) {
        case (true, true): return 0.7
        // A member's name without its owner: the owner may be a variable, unless the name is everywhere.
        case (false, true): return CommonWords.isGeneric(name.last) ? (isCode ? 0.55 : 0.25) : 0.75
        case (true, false): return CommonWords.isGeneric(name.owner) ? 0.05 : 0.25
        case (false, false): return 0
        }
    }

    private func quality(of document: ThreadDocument) -> [String: Double] {
        let age = self.now.timeIntervalSince(document.lastActivity) / (365 * 86_400)
        var parts: [String: Double] = [
            "resolved": document.resolution == nil ? 0 : 1,
            "pairs": document.pairs.isEmpty ? 0 : 1,
            "merged": document.pairs.contains(where: \.isMerged) || document.resolution == .mergedPullRequest ? 1 : 0,
            "recency": min(1, max(0, 1 - age / 3)),
        ]
        let languages = Set((document.snippets.map(\.language) + document.pairs.map(\.language)).map(Self.family))
            .subtracting([.generic])
        if let wanted = self.query.language, !languages.isEmpty {
            parts["language"] = languages.contains(Self.family(wanted)) ? 1 : 0.6
        }
        return parts
    }

    private static func family(_ language: Language) -> Language { language == .typescript ? .javascript : language }

    private static func counts(_ terms: [String]) -> [String: Int] {
        terms.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
}
