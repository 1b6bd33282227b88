import SentenceEncoding
import Testing

struct WordPieceTokenizerTests {
    private let tokenizer: WordPieceTokenizer

    init() throws {
        let pieces = [
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able", "select", "_", "from", "users", "cafe", ".",
            "中",
            "##s", "user", "é",
        ]
        self.tokenizer = try WordPieceTokenizer(vocabulary: pieces.joined(separator: "\n"))
    }

    @Test(
        arguments: [
            ("unaffable", [4, 5, 6]), ("SELECT_from Users.", [7, 8, 9, 10, 12]), ("Café", [11]), ("x", [1]),
            ("中users", [13, 10]), ("users\u{0}\u{200B}\n", [10]), ("", []), (String(repeating: "s", count: 101), [1]),
            ("unaffablex", [1]), ("\u{FFFD}user", [15]),
        ] as [(String, [Int32])])
    func `text is cut as BERT's tokenizer cuts it`(text: String, pieces: [Int32]) {
        #expect(self.tokenizer.pieces(of: text) == pieces)
    }

    @Test func `a limit ends the reading`() {
        #expect(self.tokenizer.pieces(of: "users users users", limit: 2) == [10, 10])
    }

    @Test func `a vocabulary without the marks is refused`() {
        #expect(throws: EncodingFailure.self) { try WordPieceTokenizer(vocabulary: "a\nb") }
    }
}
