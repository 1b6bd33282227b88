import HealingDomain

/// Links to code on the web, with every untrusted part encoded.
struct SourceLink {
    let webAddress: String

    func line(of finding: Finding) -> StyledText.Span {
        self.lines(finding.range.lines, of: finding.path, in: finding.repository, at: finding.commit)
    }

    func lines(
        _ lines: ClosedRange<Int>, of path: String, in repository: RepositoryName, at commit: CommitSHA
    ) -> StyledText.Span {
        let end = lines.count > 1 ? "-L\(lines.upperBound)" : ""
        let page = Self.encoded("\(repository)/blob/\(commit)/\(path)")
        return .link(
            url: "\(self.webAddress)/\(page)#L\(lines.lowerBound)\(end)", label: "\(path):\(lines.lowerBound)")
    }

    static func pullRequest(_ reference: PullRequestReference) -> StyledText.Span {
        .link(url: reference.url, label: "\(reference.repository)#\(reference.number)")
    }

    /// `https://cwe.mitre.org/data/definitions/89.html` for `CWE-89`.
    static func weakness(_ name: String) -> StyledText.Span {
        guard name.hasPrefix("CWE-"), let number = Int(name.dropFirst(4)), number > 0 else { return .plain(name) }
        return .link(url: "https://cwe.mitre.org/data/definitions/\(number).html", label: name)
    }

    private static func encoded(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
