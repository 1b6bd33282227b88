import HealingDomain

/// A text that can be asked for its lines and for the text of a range; columns count UTF-8 bytes.
struct LinedText {
    private let bytes: [UInt8]
    /// Where each line starts.
    private let starts: [Int]

    init(_ text: String) {
        let bytes = Array(text.utf8)
        self.bytes = bytes
        self.starts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    }

    /// The UTF-8 offset of a place; one beyond the text counts as its end, `nil` where the line does not exist.
    func offset(line: Int, column: Int) -> Int? {
        guard line >= 1, line <= self.starts.count, column >= 1 else { return nil }
        let start = self.starts[line - 1]
        return min(start + min(column - 1, self.bytes.count), self.bytes.count)
    }

    /// The text of the range.
    func slice(_ range: SourceRange) -> String? {
        guard let start = self.offset(line: range.startLine, column: range.startColumn) else { return nil }
        let end = self.offset(line: range.endLine, column: range.endColumn) ?? self.bytes.count
        return String(decoding: self.bytes[start..<max(start, end)], as: UTF8.self)
    }

    /// The whole lines that the range touches, without the last line break.
    func lines(of range: SourceRange) -> String {
        guard let start = self.offset(line: range.startLine, column: 1) else { return "" }
        var end = self.offset(line: range.endLine + 1, column: 1).map { $0 - 1 } ?? self.bytes.count
        if end > start, self.bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return String(decoding: self.bytes[start..<max(start, end)], as: UTF8.self)
    }

    /// One line, empty where there is none.
    func line(_ number: Int) -> String { self.lines(of: SourceRange(startLine: number, endLine: number)) }

    /// The column in UTF-16 units of a place whose column counts bytes.
    func utf16Column(line: Int, column: Int) -> Int {
        guard let start = self.offset(line: line, column: 1), let end = self.offset(line: line, column: column) else {
            return max(1, column)
        }
        return String(decoding: self.bytes[start..<max(start, end)], as: UTF8.self).utf16.count + 1
    }
}
