/// Keeps `block_id`s and `action_id`s apart: Slack refuses a whole message for two equal ones.
struct DistinctNames {
    private static let mark: Character = "~"
    private var used: Set<String> = []

    /// `name` the first time, `name~2` the second; within Slack's limit.
    mutating func take(_ name: String) -> String {
        let fitted = name.fitting(BlockKitLimit.identifier).text
        let base = fitted.isEmpty ? "item" : fitted
        var candidate = base
        var count = 1
        while !self.used.insert(candidate).inserted {
            count += 1
            candidate = "\(base)\(Self.mark)\(count)"
        }
        return candidate
    }

    /// The name that `take` was given.
    static func original(of name: String) -> String {
        guard let mark = name.lastIndex(of: self.mark), mark > name.startIndex else { return name }
        let digits = name[name.index(after: mark)...].utf8
        let isCount = !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
        return isCount ? String(name[..<mark]) : name
    }
}
