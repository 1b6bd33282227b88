import HealingDomain

/// The words of erased messages, to be found where other texts quote them: between “ and ”, shortened to their start.
struct Quotations {
    static let erased = "(erased)"
    /// As long as the titles by which threads are quoted.
    private static let length = 80
    private let starts: Set<String>
    private let isEverything: Bool

    init(_ texts: [String]) {
        let lines = texts.flatMap { [$0] + $0.split(whereSeparator: \.isNewline).map(String.init) }
        self.starts = Set(lines.map { Self.start($0) }.filter { !$0.isEmpty })
        self.isEverything = false
    }

    /// Every quotation, whoever said it.
    static let all = Quotations()
    private init() { (self.starts, self.isEverything) = ([], true) }

    /// The text without the quotations; `nil` where it has none.
    func erase(_ text: String) -> String? {
        var result = ""
        var rest = text[...]
        var isChanged = false
        while let open = rest.firstIndex(of: "“"), let close = rest[open...].firstIndex(of: "”") {
            let inside = rest[rest.index(after: open)..<close]
            let isQuote = self.isEverything || self.starts.contains(Self.start(String(inside)))
            result += rest[...open] + (isQuote ? Self.erased[...] : inside) + "”"
            isChanged = isChanged || (isQuote && inside != Self.erased)
            rest = rest[rest.index(after: close)...]
        }
        return isChanged ? result + rest : nil
    }

    private static func start(_ line: String) -> String {
        let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        var start = String(words.prefix(Self.length))
        while start.last == " " { start.removeLast() }
        return start
    }
}
