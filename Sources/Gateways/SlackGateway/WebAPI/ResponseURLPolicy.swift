/// To which addresses an answer may be sent: a `response_url` comes from outside and must not make the bot call anybody
/// else.
package struct ResponseURLPolicy: Sendable, Hashable {
    private static let slackHosts: Set<String> = ["hooks.slack.com", "hooks.slack-gov.com"]
    private let standIns: Set<String>

    /// `standIns` are `host:port` of test doubles, which may also be reached without TLS.
    package init(standIns: [String] = []) {
        self.standIns = Set(standIns.map { $0.lowercased() })
    }

    package func allows(_ url: String) -> Bool {
        guard let (scheme, authority) = Self.split(url) else { return false }
        if self.standIns.contains(authority) { return scheme == "https" || scheme == "http" }
        return scheme == "https"
            && Self.slackHosts.contains(authority.hasSuffix(":443") ? String(authority.dropLast(4)) : authority)
    }

    /// `nil` for anything that readers of addresses disagree about: user names, backslashes, white space, other alphabets.
    private static func split(_ url: String) -> (scheme: String, authority: String)? {
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else { return nil }
        let pieces = url.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard pieces.count == 2, pieces[1].hasPrefix("//") else { return nil }
        let authority = pieces[1].dropFirst(2).prefix { !"/?#".contains($0) }
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        return (pieces[0].lowercased(), authority.lowercased())
    }
}
