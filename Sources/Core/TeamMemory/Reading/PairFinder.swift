import HealingDomain

/// Finds code before and after a fix in what people wrote.
struct PairFinder {
    private static let longest = 6000

    /// Pairs that one message states: a diff, or two pieces of code with words that say which is which.
    static func pairs(in message: MessageText) -> [FixPair] {
        var pairs: [FixPair] = []
        for piece in message.pieces {
            guard case .block(let language, let code) = piece else { continue }
            let isMarked = language?.rawValue == "diff" || language?.rawValue == "patch"
            for hunk in UnifiedDiff.hunks(of: code, isMarkedAsDiff: isMarked) {
                let known = hunk.path.map { Language(path: $0) } ?? (isMarked ? nil : language)
                pairs += Self.pair(hunk.before, hunk.after, known == .generic ? nil : known)
            }
        }
        let items = Self.items(of: message)
        var index = 0
        while index + 1 < items.count {
            let (first, second) = (items[index], items[index + 1])
            let closing = index + 2 < items.count ? "" : Self.trailingWords(of: message)
            switch PairWords.order(opening: first.wordsBefore, between: second.wordsBefore, closing: closing) {
            case .firstIsBefore: pairs += Self.pair(first.code, second.code, first.language ?? second.language)
            case .secondIsBefore: pairs += Self.pair(second.code, first.code, first.language ?? second.language)
            case nil:
                index += 1
                continue
            }
            index += 2
        }
        return pairs
    }

    /// A pair out of a question's code and an answer's: they have to be about the same thing.
    static func pair(question: [CodeSnippet], answer: CodeSnippet) -> FixPair? {
        let names = Set(Tokenizer.names(in: answer.code))
        let rated = question.map { snippet -> (snippet: CodeSnippet, likeness: Double) in
            let others = Set(Tokenizer.names(in: snippet.code))
            let shared = names.intersection(others).count
            return (snippet, Double(shared) / Double(max(1, min(names.count, others.count))))
        }
        guard let best = rated.max(by: { $0.likeness < $1.likeness }), best.likeness >= 0.5, names.count >= 2 else {
            return nil
        }
        return Self.pair(best.snippet.code, answer.code, answer.language.known ?? best.snippet.language.known).first
    }

    private static func pair(_ before: String, _ after: String, _ language: Language?) -> [FixPair] {
        let (before, after) = (before.trimmingBlankLines(), after.trimmingBlankLines())
        let isUsable =
            !before.isEmpty && !after.isEmpty && before != after
            && before.utf8.count <= Self.longest && after.utf8.count <= Self.longest
        guard isUsable else { return [] }
        let known = language ?? LanguageGuess.language(of: before + "\n" + after) ?? .generic
        return [FixPair(language: known, before: before, after: after, origin: .conversation)]
    }

    private struct Item {
        var wordsBefore: String
        var code: String
        var language: Language?
    }

    /// The pieces of code with the words right before each. A diff is its own pair and no item.
    private static func items(of message: MessageText) -> [Item] {
        var items: [Item] = []
        var words = ""
        for piece in message.pieces {
            switch piece {
            case .prose(let text): words += text
            case .inline(let code) where Self.isCode(code):
                items.append(Item(wordsBefore: words, code: code, language: nil))
                words = ""
            case .inline(let word): words += word
            case .block(let language, let code):
                if UnifiedDiff.hunks(of: code, isMarkedAsDiff: language?.rawValue == "diff").isEmpty {
                    items.append(Item(wordsBefore: words, code: code, language: language))
                }
                words = ""
            }
        }
        return items
    }

    private static func trailingWords(of message: MessageText) -> String {
        if case .prose(let text) = message.pieces.last { text } else { "" }
    }

    /// A name alone (`pyyaml`) is a word; `md5` is not told from one, so calls, paths and operators are asked for.
    private static func isCode(_ text: String) -> Bool {
        text.contains { "()=[]{}.<>:'\"%&|".contains($0) } && text.contains(where: \.isLetter)
    }
}

extension Language {
    /// `nil` where nothing is known.
    var known: Language? { self == .generic ? nil : self }
}
