import HealingDomain

extension SARIFLog {
    /// A place in a file: lines and columns count from 1, columns in UTF-16 units, the end column is the first one outside.
    package struct Region: Sendable, Hashable, Codable {
        package var startLine: Int
        package var startColumn: Int?
        package var endLine: Int?
        package var endColumn: Int?

        /// A finding's columns count UTF-8 bytes of the lines in its snippet.
        init(finding: Finding) {
            let range = finding.range
            let lines = finding.snippet.split(separator: "\n", omittingEmptySubsequences: false)
            let startLine = max(1, range.startLine)
            let endLine = max(startLine, range.endLine)
            let startColumn = Self.column(range.startColumn, in: lines.first)
            let last = lines.dropFirst(endLine - startLine).first
            let endColumn = Self.column(range.endColumn, in: last)
            self.startLine = startLine
            self.startColumn = startColumn
            self.endLine = endLine
            self.endColumn = endLine == startLine ? max(startColumn, endColumn) : endColumn
        }

        private static func column(_ column: Int, in line: Substring?) -> Int {
            guard column > 1 else { return 1 }
            guard let line, column - 1 <= line.utf8.count else { return column }
            return String(decoding: line.utf8.prefix(column - 1), as: UTF8.self).utf16.count + 1
        }
    }
}
