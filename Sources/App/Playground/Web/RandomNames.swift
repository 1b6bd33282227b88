import Cryptography

/// Names of the shapes that Slack and GitHub give to things.
enum RandomNames {
    /// Such as `Ev08ABC3DEF`.
    static func slack(_ prefix: String) -> String { prefix + Self.letters(10) }

    /// A version 4 UUID, as `X-GitHub-Delivery` has it.
    static func guid() -> String {
        var bytes = RandomBytes.make(16)
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        let digits = Hexadecimal.encode(bytes)
        var rest = digits[...]
        return [8, 4, 4, 4, 12].map { length in
            defer { rest = rest.dropFirst(length) }
            return String(rest.prefix(length))
        }.joined(separator: "-")
    }

    static func letters(_ count: Int) -> String {
        let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        return String(RandomBytes.make(count).map { alphabet[Int($0) % alphabet.count] })
    }
}
