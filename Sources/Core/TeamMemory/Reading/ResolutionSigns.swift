import HealingDomain

/// What a message says about whether the problem is solved, from its words alone.
enum ResolutionSigns {
    enum Sign: Hashable {
        case thanks, confirmation
        /// Says that it is not solved, or no longer.
        case denial
    }

    /// `nil` where the words say nothing about it. A denial outweighs thanks: "didn't work, thanks anyway".
    static func sign(in prose: String) -> Sign? {
        let words = Self.words(prose)
        if Self.denials.isSaid(in: words) { return .denial }
        if Self.confirmations.isSaid(in: words), !Self.isQuestion(prose) { return .confirmation }
        if Self.thanks.isSaid(in: words), !Self.thanksAhead.isSaid(in: words), !prose.contains("?") { return .thanks }
        return nil
    }

    /// Reaction names that mark an answer or a question as settled.
    static let checkMarks: Set<String> = [
        "white_check_mark", "heavy_check_mark", "ballot_box_with_check", "check", "solved", "resolved", "done",
    ]

    /// In lower case, with straight apostrophes.
    private static func words(_ prose: String) -> [Substring] {
        let straight = String(prose.lowercased().map { $0 == "\u{2019}" || $0 == "\u{2018}" ? "'" : $0 })
        return straight.split { !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "+") }
    }

    private static let thanks = Phrases([
        "thanks", "thank you", "thank u", "thankyou", "thanx", "thx", "tnx", "ty", "tysm", "tyvm",
        "thnx", "thks", "thank", "cheers", "much appreciated", "appreciate it", "appreciate the help",
        "appreciated", "merci", "danke", "gracias", "obrigado",
    ])

    private static let confirmations = Phrases([
        "that worked", "this worked", "it worked", "worked like a charm", "works like a charm", "it works",
        "that works", "this works", "works now", "working now", "works great", "works perfectly",
        "works fine now", "working fine now", "got it working", "got it to work", "it's working",
        "its working", "that fixed", "this fixed", "fixed it", "it's fixed", "is fixed now", "fixed now",
        "that did it", "did the trick", "does the trick", "that solved", "this solved", "solved it",
        "solved the problem", "problem solved", "issue solved", "issue resolved", "that helped",
        "that resolved", "resolved it", "solves my problem", "solves the problem", "solves it",
        "i solved", "i fixed", "i got it", "fixed in", "fixed by", "found the problem", "found the issue",
        "figured it out", "that was it", "it was that", "worked perfectly", "worked great", "worked for me",
        "all good now", "all green now", "semgrep is happy", "ci is green", "merged the fix", "shipped it",
    ])

    private static let denials = Phrases([
        "didn't work", "didnt work", "did not work", "doesn't work", "doesnt work", "does not work",
        "not working", "isn't working", "isnt working", "won't work", "wont work", "not work",
        "no luck", "no joy", "still not", "still fails", "still failing", "still broken", "still getting",
        "still get", "still have", "still having", "still the same", "still no", "still doesn't",
        "still can't",
        "still flags", "still flagged", "still happens", "still happening", "still see", "same error",
        "same problem", "same issue", "same result", "not fixed", "not solved", "never mind",
        "thanks anyway",
        "thank you anyway", "thanks anyways", "thx anyway", "thanks though", "thanks but", "thank you but",
        "thanks for trying", "no thanks", "not helping", "didn't help", "didnt help", "doesn't help",
        "did not help", "does not help", "nothing works", "none of that", "failing again", "broke again",
        "broken again", "back again", "spoke too soon", "not really", "it worked before", "worked before",
        "it worked yesterday", "worked yesterday", "used to work", "if it works", "if that works",
        "if it worked", "how it works", "how this works", "how that works", "let me know if",
    ])

    /// Thanks for what is still to come.
    private static let thanksAhead = Phrases([
        "thanks in advance", "thank you in advance", "thx in advance", "thanks in adv", "thanks for any",
        "thank you for any",
    ])

    /// A question tells nobody that something works: "it works now?".
    private static func isQuestion(_ prose: String) -> Bool {
        prose.last { !$0.isWhitespace } == "?"
    }
}

/// Phrases to look for in a row of words.
private struct Phrases {
    private let byFirstWord: [Substring: [[Substring]]]

    init(_ phrases: [String]) {
        self.byFirstWord = Dictionary(grouping: phrases.map { $0.split(separator: " ") }) { $0.first ?? "" }
    }

    func isSaid(in words: [Substring]) -> Bool {
        words.indices.contains { start in
            self.byFirstWord[words[start]]?.contains { words[start...].starts(with: $0) } ?? false
        }
    }
}
