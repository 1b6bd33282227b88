/// Writes archives for tests, right ones and wrong ones.
enum TarBuilder {
    static let end = [UInt8](repeating: 0, count: 1024)

    static func entry(
        _ path: String, _ content: [UInt8] = [], type: Character = "0", link: String = "", prefix: String = "",
        size: String? = nil
    ) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at start: Int) {
            block.replaceSubrange(start..<start + text.utf8.count, with: text.utf8)
        }
        put(path, at: 0)
        put("0000644", at: 100)
        put(size ?? octal(content.count, 11), at: 124)
        put("        ", at: 148)
        put(String(type), at: 156)
        put(link, at: 157)
        put("ustar", at: 257)
        put("00", at: 263)
        put(prefix, at: 345)
        put(octal(block.reduce(0) { $0 + Int($1) }, 6), at: 148)
        block[154] = 0
        let padding = (512 - content.count % 512) % 512
        return block + content + [UInt8](repeating: 0, count: padding)
    }

    static func pax(_ fields: KeyValuePairs<String, String>) -> [UInt8] {
        var records = ""
        for (key, value) in fields {
            let rest = " \(key)=\(value)\n"
            var length = rest.utf8.count + 1
            while "\(length)".utf8.count + rest.utf8.count != length { length += 1 }
            records += "\(length)\(rest)"
        }
        return self.entry("pax", Array(records.utf8), type: "x")
    }

    private static func octal(_ number: Int, _ width: Int) -> String {
        let digits = String(number, radix: 8)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
