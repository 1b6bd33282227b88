import Foundation

/// BERT's basic tokenizer: lower case without accents, punctuation and Chinese characters each a word of their own.
enum WordSplitter {
    static func words(of text: String) -> [[UInt8]] {
        var splitter = Splitter()
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            for byte in text.utf8 { splitter.takeASCII(byte) }
        } else {
            for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars { splitter.take(scalar) }
        }
        splitter.endWord()
        return splitter.words
    }

    private struct Splitter {
        var words: [[UInt8]] = []
        private var word: [UInt8] = []

        mutating func endWord() {
            if !self.word.isEmpty { self.words.append(self.word) }
            self.word.removeAll(keepingCapacity: true)
        }

        mutating func takeASCII(_ byte: UInt8) {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): self.word.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): self.word.append(byte | 0x20)
            case 0x20, 0x09, 0x0A, 0x0D: self.endWord()
            case 0x21...0x7E:
                self.endWord()
                self.words.append([byte])
            // Control characters vanish.
            default: break
            }
        }

        mutating func take(_ scalar: Unicode.Scalar) {
            if scalar.isASCII { return self.takeASCII(UInt8(truncatingIfNeeded: scalar.value)) }
            let properties = scalar.properties
            if properties.isWhitespace { return self.endWord() }
            switch properties.generalCategory {
            case .nonspacingMark, .control, .format, .unassigned, .privateUse, .surrogate: break
            case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
                .finalPunctuation, .otherPunctuation:
                self.isolate(scalar)
            default:
                if Self.isChinese(scalar.value) {
                    self.isolate(scalar)
                } else if scalar != "\u{FFFD}" {
                    self.word += Array(properties.lowercaseMapping.utf8)
                }
            }
        }

        private mutating func isolate(_ scalar: Unicode.Scalar) {
            self.endWord()
            self.words.append(Array(String(scalar).utf8))
        }

        /// The blocks of ideographs, as BERT's tokenizer lists them.
        private static func isChinese(_ value: UInt32) -> Bool {
            switch value {
            case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
                0x2B820...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
                true
            default: false
            }
        }
    }
}
