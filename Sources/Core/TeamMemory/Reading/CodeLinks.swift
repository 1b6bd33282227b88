/// Links to pull requests and commits, on whatever host.
package enum CodeLinks {
    /// In the order they stand, each once, without query, fragment and sub-page: `…/owner/name/pull/7`,
    /// `…/owner/name/commit/SHA`, `…/merge_requests/7`.
    package static func find(in text: String) -> [String] {
        var found: [String] = []
        for scheme in ["https://", "http://"] {
            for rest in text.split(separator: scheme, omittingEmptySubsequences: false).dropFirst() {
                let end = rest.firstIndex { $0.isWhitespace || "<>|\"'`()[]{},".contains($0) } ?? rest.endIndex
                guard let link = Self.normalised(rest[..<end]) else { continue }
                if !found.contains(scheme + link) { found.append(scheme + link) }
            }
        }
        return found
    }

    private static func normalised(_ address: Substring) -> String? {
        let path = address.prefix { $0 != "?" && $0 != "#" }
        let pieces = path.split(separator: "/")
        for (index, piece) in pieces.enumerated() where index >= 3 && index + 1 < pieces.count {
            let value = pieces[index + 1].prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
            let isNumber = !value.isEmpty && value.count <= 10 && value.allSatisfy { ("0"..."9").contains($0) }
            let isCommit = (7...40).contains(value.count) && value.allSatisfy(\.isHexDigit)
            switch piece {
            case "pull", "merge_requests", "pull-requests": if !isNumber { continue }
            case "commit": if !isCommit { continue }
            default: continue
            }
            return (pieces[...index] + [value]).joined(separator: "/")
        }
        return nil
    }
}
