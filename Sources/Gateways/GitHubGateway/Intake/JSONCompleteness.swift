package import FoundationEssentials

/// Finds cut-off JSON without decoding it: one pass over the bytes, no recursion, nothing that grows with the body.
package enum JSONCompleteness {
    package enum Verdict: Sendable, Hashable {
        /// One object whose strings and brackets are closed. Whether it means anything is the worker's to find out.
        case complete
        case broken(String)
    }

    /// Swift's decoder gives up at 512; GitHub's deepest payload has 8.
    private static let deepest = 256

    package static func check(_ body: Data) -> Verdict {
        body.withUnsafeBytes { bytes in
            var scan = Scan()
            for byte in bytes {
                if let problem = scan.read(byte) { return .broken(problem) }
            }
            return scan.verdict
        }
    }

    private struct Scan {
        var closers: [UInt8] = []
        var isInString = false
        var isEscaped = false
        var isOver = false

        mutating func read(_ byte: UInt8) -> String? {
            if self.isInString {
                self.readInString(byte)
                return nil
            }
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                return nil
            case _ where self.isOver:
                return "more text after the end of the object"
            case UInt8(ascii: "{"):
                return self.open(UInt8(ascii: "}"))
            case _ where self.closers.isEmpty:
                return "not a JSON object"
            case UInt8(ascii: "["):
                return self.open(UInt8(ascii: "]"))
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                return self.close(byte)
            case UInt8(ascii: "\""):
                self.isInString = true
                return nil
            default:
                return nil
            }
        }

        private mutating func readInString(_ byte: UInt8) {
            if self.isEscaped {
                self.isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                self.isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                self.isInString = false
            }
        }

        private mutating func open(_ closer: UInt8) -> String? {
            guard self.closers.count < JSONCompleteness.deepest else {
                return "nested deeper than \(JSONCompleteness.deepest) levels"
            }
            self.closers.append(closer)
            return nil
        }

        private mutating func close(_ byte: UInt8) -> String? {
            guard self.closers.popLast() == byte else { return "brackets that do not match" }
            self.isOver = self.closers.isEmpty
            return nil
        }

        var verdict: Verdict {
            if self.isOver { return .complete }
            return .broken(self.closers.isEmpty ? "an empty body" : "cut off before the end of the object")
        }
    }
}
