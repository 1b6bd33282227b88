/// Where Slack reaches the bot: `https://host`, with a port where it is not 443. Slack calls nothing else.
package struct PublicAddress: Sendable, Hashable {
    /// Without a slash at the end.
    package let text: String

    package struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        package var description: String
    }

    /// Takes what people type; a problem says what to type instead.
    package init(_ typed: String) throws(Problem) {
        var text = typed
        while text.hasSuffix("/") && !text.hasSuffix("://") { text.removeLast() }
        guard text.allSatisfy({ $0.isASCII && !$0.isWhitespace }), !text.isEmpty else {
            throw Problem(description: "“\(typed)” is no address: it has to look like https://codehealer.example.com")
        }
        let scheme = text.lowercased().hasPrefix("https://")
        guard scheme else {
            let rest = text.firstRange(of: "://").map { String(text[$0.upperBound...]) } ?? text
            throw Problem(description: "Slack calls only https: did you mean https://\(rest)?")
        }
        let authority = text.dropFirst(8)
        guard !authority.contains(where: { "/?#".contains($0) }) else {
            let host = authority.prefix { !"/?#".contains($0) }
            throw Problem(
                description: "give the address without a path: https://\(host). The paths under /slack/ are added to it"
            )
        }
        guard !authority.contains("@") else {
            throw Problem(description: "the address may not hold a user name or a password")
        }
        try Self.check(authority)
        self.text = "https://" + authority.lowercased()
    }

    private static func check(_ authority: Substring) throws(Problem) {
        let pieces = authority.split(separator: ":", omittingEmptySubsequences: false)
        let host = pieces[0].lowercased()
        let hasPort = pieces.count == 2 && UInt16(pieces[1]).map { $0 > 0 } ?? false
        guard pieces.count == 1 || hasPort,
            host.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." }),
            host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ !$0.isEmpty })
        else { throw Problem(description: "“\(authority)” is no host name") }
        guard !Self.isPrivate(host) else {
            throw Problem(
                description:
                    "Slack cannot reach \(host) from the internet: use the address of your proxy or tunnel, "
                    + "or --socket, where the bot calls Slack")
        }
    }

    /// Names and numbers of networks that nobody outside reaches.
    private static func isPrivate(_ host: String) -> Bool {
        if !host.contains(".") || [".local", ".internal", ".localhost", ".lan"].contains(where: host.hasSuffix) {
            return true
        }
        let numbers = host.split(separator: ".").map { UInt8($0) }
        guard numbers.count == 4, let first = numbers[0], let second = numbers[1], !numbers.contains(nil) else {
            return false
        }
        return [0, 10, 127].contains(first) || (first == 172 && (16...31).contains(second))
            || (first == 192 && second == 168) || (first == 169 && second == 254)
    }
}
