/// A string literal taken apart: `rb"…"` is the prefix `rb`, the quote `"` and the content.
struct StringLiteral: Hashable {
    var prefix: String
    var quote: String
    var content: String

    init(_ text: String) {
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count, bytes[start] != 0x22, bytes[start] != 0x27, bytes[start] != 0x60 { start += 1 }
        guard start < bytes.count else {
            (self.prefix, self.quote, self.content) = (text, "", "")
            return
        }
        let mark = bytes[start]
        let isTripled = start + 5 < bytes.count && bytes[start + 1] == mark && bytes[start + 2] == mark
        let length = isTripled ? 3 : 1
        self.prefix = String(decoding: bytes[..<start], as: UTF8.self)
        self.quote = String(decoding: bytes[start..<start + length], as: UTF8.self)
        let end = max(start + length, bytes.count - length)
        self.content = String(decoding: bytes[min(start + length, bytes.count)..<min(end, bytes.count)], as: UTF8.self)
    }
}
