import HealingDomain

/// A thread's course: who asked, what was answered, by which sign it ended.
struct Conversation {
    private static let longestProblem = 600

    private let utterances: [Utterance]
    private let mergedLinks: Set<String>
    private let asker: PersonID?
    private let ending: Ending?

    private struct Ending {
        var resolution: ThreadDocument.Resolution
        /// The utterance that holds the sign.
        var index: Int
        /// Whether that utterance is itself the answer.
        var isAnswer: Bool
    }

    init(utterances: [Utterance], mergedLinks: Set<String>) {
        self.utterances = utterances
        self.mergedLinks = mergedLinks
        self.asker = utterances.first?.author
        self.ending = Self.ending(of: utterances, mergedLinks: mergedLinks)
    }

    var resolution: ThreadDocument.Resolution? { self.ending?.resolution }

    var problem: String {
        let said = self.utterances.first { $0.author == self.asker && !$0.text.prose.isEmpty }?.text.prose
        return String((said ?? self.utterances.first?.message.text ?? "").prefix(Self.longestProblem))
    }

    var solution: String? { self.answer.map { self.utterances[$0].message.text } }

    var pairs: [FixPair] {
        var pairs = self.utterances.flatMap { PairFinder.pairs(in: $0.text) }
        guard let answer else { return pairs }
        let asked = self.utterances[..<answer].filter { $0.author != self.utterances[answer].author }
        let question = asked.flatMap(\.snippets)
        for snippet in self.utterances[answer].snippets {
            let isNew = !pairs.contains { $0.before == snippet.code || $0.after == snippet.code }
            if isNew, let pair = PairFinder.pair(question: question, answer: snippet) { pairs.append(pair) }
        }
        return pairs
    }

    /// The utterance that solved it: the last substantive one of somebody else before the sign, rather one with code.
    private var answer: Int? {
        guard let ending else { return nil }
        if ending.isAnswer { return ending.index }
        let earlier = self.utterances.indices.filter { $0 <= ending.index }
        let others = earlier.filter { self.utterances[$0].author != self.asker }
        if let coded = others.last(where: { self.utterances[$0].text.hasCode }) { return coded }
        if let worded = others.last(where: { self.isSubstantive($0) }) { return worded }
        // Nobody else answered: the asker told how it was solved.
        return earlier.last { $0 > 0 && (self.utterances[$0].text.hasCode || self.isSubstantive($0)) }
    }

    private func isSubstantive(_ index: Int) -> Bool {
        let prose = self.utterances[index].text.prose
        return self.utterances[index].words >= 4 && prose.last != "?"
    }

    private static func ending(of utterances: [Utterance], mergedLinks: Set<String>) -> Ending? {
        if let index = utterances.lastIndex(where: {
            !mergedLinks.isDisjoint(with: CodeLinks.find(in: $0.message.text))
        }) {
            return Ending(resolution: .mergedPullRequest, index: index, isAnswer: false)
        }
        if let ending = Self.checked(utterances) { return ending }
        return Self.said(utterances)
    }

    /// A check mark counts on the question from anybody, on an answer from anybody but its author.
    private static func checked(_ utterances: [Utterance]) -> Ending? {
        for index in utterances.indices.reversed() {
            let marks = utterances[index].raw.reactions.filter { ResolutionSigns.checkMarks.contains($0.key) }
            let people = marks.values.joined()
            let counts = index == 0 ? !people.isEmpty : people.contains { $0 != utterances[index].author }
            guard counts else { continue }
            if index > 0 { return Ending(resolution: .checkMark, index: index, isAnswer: true) }
            return utterances.count > 1
                ? Ending(resolution: .checkMark, index: utterances.count - 1, isAnswer: false) : nil
        }
        return nil
    }

    /// The asker's last word on it decides: what others say of it is an opinion.
    private static func said(_ utterances: [Utterance]) -> Ending? {
        let asker = utterances.first?.author
        var ending: Ending?
        for index in utterances.indices.dropFirst() where utterances[index].author == asker {
            let hasAnswer = utterances[..<index].contains { $0.author != asker }
            switch ResolutionSigns.sign(in: utterances[index].text.prose) {
            case .denial: ending = nil
            case .confirmation: ending = Ending(resolution: .confirmation, index: index, isAnswer: false)
            case .thanks where hasAnswer && ending?.resolution != .confirmation:
                ending = Ending(resolution: .thanks, index: index, isAnswer: false)
            default: break
            }
        }
        return ending
    }
}
