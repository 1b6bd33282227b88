/// The habits of a text, so that new code looks at home in it.
extension Source {
    /// The quote that most plain strings use; `nil` where there is no string.
    var preferredQuote: String? {
        var singles = 0
        var doubles = 0
        for token in self.tokens where token.kind == .string {
            if self.bytes[token.start] == 0x27 { singles += 1 }
            if self.bytes[token.start] == 0x22 { doubles += 1 }
        }
        if singles == 0, doubles == 0 { return nil }
        return singles > doubles ? "'" : "\""
    }

    /// One step of indentation: a tab, or the smallest run of blanks that a line starts with.
    var indentationUnit: [UInt8] {
        var smallest = 0
        var index = 0
        while index < self.bytes.count {
            if index == 0 || self.bytes[index - 1] == 0x0a {
                if self.bytes[index] == 0x09 { return [0x09] }
                var width = 0
                while index + width < self.bytes.count, self.bytes[index + width] == 0x20 { width += 1 }
                if width > 1, smallest == 0 || width < smallest { smallest = width }
                index += width
            }
            index += 1
        }
        return Array(repeating: 0x20, count: smallest)
    }
}
