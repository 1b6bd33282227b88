package import FoundationEssentials

/// A name that outside systems gave to something: opaque text, compared byte for byte.
package protocol Identifier: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible,
    ExpressibleByStringLiteral
where RawValue == String {
    init(rawValue: String)
}

extension Identifier {
    package init(_ rawValue: String) { self.init(rawValue: rawValue) }
    package init(stringLiteral value: String) { self.init(rawValue: value) }
    package var description: String { self.rawValue }
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    package init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.rawValue)
    }
}

/// `owner/name`, as GitHub writes it.
package struct RepositoryName: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package var owner: String { String(self.rawValue.prefix { $0 != "/" }) }
    package var name: String { String(self.rawValue.drop { $0 != "/" }.dropFirst()) }
}

/// The 40 hexadecimal digits of a git commit.
package struct CommitSHA: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// What git sends where there is no commit: the `before` of a new branch, the `after` of a deleted one.
    package static let none = CommitSHA(rawValue: String(repeating: "0", count: 40))
    package var short: String { String(self.rawValue.prefix(7)) }
}

/// A rule of a detector, such as `python.sql-injection.string-format`.
package struct RuleID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// A person in Slack (`U…` or `W…`).
package struct PersonID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// A group of people in Slack (`S…`), which `@name` mentions.
package struct UserGroupID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// A dialog that is open on somebody's screen (`V…`).
package struct ModalID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// A Slack conversation (`C…`, `G…`, `D…`). The letter says nothing about privacy.
package struct ChannelID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// A Slack `ts`: seconds, a dot, six digits. It names a message inside its channel; it is never read as a number.
package struct MessageTimestamp: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// Compared as two integers, since a floating-point reading loses digits.
    package static func < (left: Self, right: Self) -> Bool { left.parts < right.parts }

    private var parts: (Int, Int) {
        let pieces = self.rawValue.split(separator: ".", maxSplits: 1)
        return (pieces.first.flatMap { Int($0) } ?? 0, pieces.dropFirst().first.flatMap { Int($0) } ?? 0)
    }

    /// The whole seconds of the timestamp.
    package var date: Date { Date(timeIntervalSince1970: Double(self.parts.0)) }
}

/// Where a message stands: its channel and its timestamp there.
package struct MessageReference: Hashable, Sendable, Codable {
    package var channel: ChannelID
    package var timestamp: MessageTimestamp

    package init(channel: ChannelID, timestamp: MessageTimestamp) {
        self.channel = channel
        self.timestamp = timestamp
    }
}
