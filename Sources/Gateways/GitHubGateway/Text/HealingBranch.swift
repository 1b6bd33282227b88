package import HealingDomain

/// The branch of one finding's fix: the same finding always has the same one, so that a repeated try finds it.
package enum HealingBranch {
    package static let prefix = "codehealer/"

    /// `codehealer/<rule>-<first digits of the fingerprint>`, in letters, digits and single hyphens.
    package static func name(rule: RuleID, fingerprint: Fingerprint) -> String {
        var slug = ""
        for byte in rule.rawValue.lowercased().utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                slug.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                if !slug.isEmpty, !slug.hasSuffix("-") { slug += "-" }
            }
        }
        slug = String(slug.prefix(60))
        while slug.hasSuffix("-") { slug.removeLast() }
        let short = fingerprint.short.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.lowercased()
        return self.prefix + [slug, short].filter { !$0.isEmpty }.joined(separator: "-")
    }
}
