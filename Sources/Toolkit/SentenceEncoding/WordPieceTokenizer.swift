import FoundationEssentials

/// Cuts text into the pieces that BERT's uncased models know, as `BertTokenizer` of Hugging Face does.
package struct WordPieceTokenizer: Sendable {
    /// A word of more characters is unknown as a whole.
    private static let longestWord = 100

    private let words: ByteTrie
    private let continuations: ByteTrie
    package let unknown: Int32
    package let start: Int32
    package let end: Int32
    package let count: Int

    /// - Parameter vocabulary: one piece a line, its number being that of the line.
    package init(vocabulary: String) throws(EncodingFailure) {
        var words = ByteTrie()
        var continuations = ByteTrie()
        var special: [String: Int32] = [:]
        var number: Int32 = 0
        for line in vocabulary.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let piece = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            if piece.starts(with: "##".utf8) {
                continuations.insert(piece.dropFirst(2), number)
            } else if !piece.isEmpty {
                words.insert(piece, number)
                if piece.first == UInt8(ascii: "["), piece.count <= 6 { special[String(Substring(piece))] = number }
            }
            number += 1
        }
        guard let unknown = special["[UNK]"], let start = special["[CLS]"], let end = special["[SEP]"] else {
            throw EncodingFailure("the vocabulary has no [UNK], [CLS] and [SEP]")
        }
        (self.unknown, self.start, self.end) = (unknown, start, end)
        (self.words, self.continuations) = (words, continuations)
        self.count = Int(number)
    }

    /// The pieces of a text, without the marks of its beginning and end; at most `limit` of them.
    package func pieces(of text: String, limit: Int = .max) -> [Int32] {
        var pieces: [Int32] = []
        for word in WordSplitter.words(of: text) {
            guard pieces.count < limit else { break }
            self.append(word, to: &pieces)
        }
        return pieces.count > limit ? Array(pieces.prefix(limit)) : pieces
    }

    /// The longest piece that the word starts with, then the longest of the rest, and so on; all or nothing.
    private func append(_ word: [UInt8], to pieces: inout [Int32]) {
        let before = pieces.count
        var rest = word[...]
        if word.count > Self.longestWord, String(decoding: word, as: UTF8.self).unicodeScalars.count > Self.longestWord
        {
            return pieces.append(self.unknown)
        }
        while !rest.isEmpty {
            let trie = rest.startIndex == 0 ? self.words : self.continuations
            guard let match = trie.longestMatch(rest) else {
                pieces.removeSubrange(before...)
                return pieces.append(self.unknown)
            }
            pieces.append(match.value)
            rest = rest.dropFirst(match.length)
        }
    }
}

/// Finds the longest known beginning of some bytes in one pass.
struct ByteTrie: Sendable {
    private var children: [UInt64: Int32] = [:]
    private var values: [Int32] = [-1]

    mutating func insert(_ bytes: some Sequence<UInt8>, _ value: Int32) {
        var node: Int32 = 0
        for byte in bytes {
            let key = UInt64(node) << 8 | UInt64(byte)
            if let next = self.children[key] {
                node = next
            } else {
                node = Int32(self.values.count)
                self.children[key] = node
                self.values.append(-1)
            }
        }
        self.values[Int(node)] = value
    }

    func longestMatch(_ bytes: ArraySlice<UInt8>) -> (value: Int32, length: Int)? {
        var node: Int32 = 0
        var best: (value: Int32, length: Int)?
        for (length, byte) in bytes.enumerated() {
            guard let next = self.children[UInt64(node) << 8 | UInt64(byte)] else { break }
            node = next
            let value = self.values[Int(node)]
            if value >= 0 { best = (value, length + 1) }
        }
        return best
    }
}
