/// Any JSON, kept as it came: Slack adds fields and types at any time, so nothing outside is decoded strictly.
package enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// The digits as written, so that no timestamp loses any.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// `.null` where there is no such member, or where this is no object.
    package subscript(_ key: String) -> JSONValue {
        if case .object(let members) = self { members[key] ?? .null } else { .null }
    }

    /// `.null` where there is no such element.
    package subscript(_ index: Int) -> JSONValue {
        if case .array(let elements) = self, elements.indices.contains(index) { elements[index] } else { .null }
    }

    /// The text of a string; `nil` for anything else and for an empty string, which Slack uses for "none".
    package var text: String? {
        if case .string(let text) = self, !text.isEmpty { text } else { nil }
    }

    package var int: Int? {
        if case .number(let digits) = self { Int(digits) } else { nil }
    }

    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    package var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }

    package var members: [String: JSONValue] {
        if case .object(let members) = self { members } else { [:] }
    }

    package var isNull: Bool { self == .null }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .number(String(value)) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
}
