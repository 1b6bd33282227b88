/// `password = "…"`, `API_KEY: …`, `Authorization: Bearer …`: the value goes, the name stays.
enum SecretAssignment {
    /// What a name has to end in to hold a secret, written without separators.
    private static let endings = [
        "password", "passwd", "pwd", "passphrase", "secret", "secretkey", "apikey", "accesskey", "accesskeyid",
        "privatekey", "signingkey", "encryptionkey", "authtoken", "accesstoken", "refreshtoken", "token", "credential",
        "credentials", "secretaccesskey", "clientsecret", "connectionstring", "sharedkey", "masterkey",
    ]

    static func find(in bytes: [UInt8]) -> [FoundSecret] {
        var found: [FoundSecret] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index].isASCIILetter || bytes[index] == UInt8(ascii: "_") else {
                index += 1
                continue
            }
            let nameStart = index
            while index < bytes.count, bytes[index].isWordByte || bytes[index] == UInt8(ascii: "-") { index += 1 }
            let name = Self.plain(bytes[nameStart..<index])
            if let value = name == "bearer"
                ? Self.bearer(after: index, in: bytes) : Self.value(after: index, name, bytes)
            {
                found.append(FoundSecret(range: value, kind: "secret"))
                index = value.upperBound
            }
        }
        return found
    }

    private static func plain(_ name: ArraySlice<UInt8>) -> String {
        guard name.count <= 80 else { return "" }
        return String(decoding: name.filter { $0.isASCIILetter || $0.isASCIIDigit }, as: UTF8.self).lowercased()
    }

    private static func bearer(after index: Int, in bytes: [UInt8]) -> Range<Int>? {
        guard index < bytes.count, bytes[index] == UInt8(ascii: " ") else { return nil }
        var end = index + 1
        while end < bytes.count, bytes[end].isTokenByte || bytes[end] == UInt8(ascii: "/") { end += 1 }
        let body = bytes[(index + 1)..<end]
        return body.count >= 16 && body.contains(where: \.isASCIIDigit) ? index + 1..<end : nil
    }

    private static func value(after index: Int, _ name: String, _ bytes: [UInt8]) -> Range<Int>? {
        guard Self.endings.contains(where: { name.hasSuffix($0) }) else {
            return Self.randomValue(after: index, in: bytes)
        }
        guard let value = Self.assigned(after: index, in: bytes) else { return nil }
        let text = String(decoding: bytes[value.range], as: UTF8.self)
        return Self.isPlaceholder(text) || (!value.isQuoted && Self.isCode(text)) || text.utf8.count < 4
            ? nil : value.range
    }

    /// A quoted value that no person would choose, whatever its name is.
    private static func randomValue(after index: Int, in bytes: [UInt8]) -> Range<Int>? {
        guard let value = Self.assigned(after: index, in: bytes), value.isQuoted, value.range.count >= 32 else {
            return nil
        }
        let body = bytes[value.range]
        guard body.allSatisfy({ $0.isTokenByte || $0 == UInt8(ascii: "/") }), Self.bitsPerByte(body) >= 4.2,
            body.contains(where: \.isASCIIDigit), body.contains(where: \.isASCIILetter)
        else { return nil }
        return value.range
    }

    /// What stands after `=`, `:`, `:=` or `=>`, quoted or up to the next break.
    private static func assigned(after index: Int, in bytes: [UInt8]) -> (range: Range<Int>, isQuoted: Bool)? {
        var position = index
        if position < bytes.count, "\"'`".utf8.contains(bytes[position]) { position += 1 }
        func skipSpaces() { while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 } }
        skipSpaces()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "=") || bytes[position] == UInt8(ascii: ":")
        else {
            return nil
        }
        position += 1
        if position < bytes.count, bytes[position] == UInt8(ascii: "=") || bytes[position] == UInt8(ascii: ">") {
            // `==` compares and tells nothing that has to be hidden unless a literal follows, which is looked at below.
            position += 1
        }
        skipSpaces()
        guard position < bytes.count else { return nil }
        let quote = bytes[position]
        if "\"'`".utf8.contains(quote) {
            let start = position + 1
            guard let end = bytes[start...].prefix(4096).firstIndex(where: { $0 == quote || $0 == UInt8(ascii: "\n") })
            else { return nil }
            return bytes[end] == quote ? (start..<end, true) : nil
        }
        var end = position
        while end < bytes.count, bytes[end] > 0x20, !",;)}]\"'`<>".utf8.contains(bytes[end]) { end += 1 }
        return end > position ? (position..<end, false) : nil
    }

    /// What stands for a secret and is none: `${TOKEN}`, `<your token>`, `xxxx`, `[redacted …]`.
    private static func isPlaceholder(_ text: String) -> Bool {
        let lowered = text.lowercased()
        return text.hasPrefix("$") || text.hasPrefix("<") || text.hasPrefix("{") || text.hasPrefix("[redacted")
            || text.hasPrefix("%") || lowered.allSatisfy { "x*.•".contains($0) }
            || ["none", "null", "nil", "true", "false", "undefined", "string", "str"].contains(lowered)
    }

    /// An unquoted value that is an expression or a word of prose: `os.environ["TOKEN"]`, `get_secret()`, `is`.
    private static func isCode(_ text: String) -> Bool {
        if text.contains("(") || text.contains("[") { return true }
        let names = text.split(separator: ".", omittingEmptySubsequences: false)
        guard names.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0 == "_" } }) else { return false }
        // `password=password` hands a variable on; a path of names is read from somewhere.
        let lowered = text.lowercased()
        return names.count > 1 || ["pass", "token", "secret", "key", "pwd"].contains { lowered.contains($0) }
    }

    private static func bitsPerByte(_ bytes: ArraySlice<UInt8>) -> Double {
        var counts: [UInt8: Int] = [:]
        for byte in bytes { counts[byte, default: 0] += 1 }
        // log2 by the shares of each byte: 6 for base64 noise, below 4 for words and hexadecimal digits.
        return counts.values.reduce(0.0) { sum, count in
            let share = Double(count) / Double(bytes.count)
            return sum - share * Logarithm.base2(share)
        }
    }
}
