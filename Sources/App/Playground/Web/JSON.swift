import FoundationEssentials

/// A JSON value whose shape is not known before: what the stand-ins read, keep and answer.
package enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    package subscript(key: String) -> JSON? {
        get { self.object?[key] }
        set {
            var object = self.object ?? [:]
            object[key] = newValue
            self = .object(object)
        }
    }

    package subscript(index: Int) -> JSON? {
        guard let array = self.array, array.indices.contains(index) else { return nil }
        return array[index]
    }

    package var object: [String: JSON]? { if case .object(let value) = self { value } else { nil } }
    package var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    package var string: String? { if case .string(let value) = self { value } else { nil } }
    package var isNull: Bool { self == .null }

    /// A whole number; one sent as text counts, as it does for form fields.
    package var int: Int? {
        switch self {
        case .int(let value): value
        case .double(let value): Int(exactly: value)
        case .string(let text): Int(text)
        default: nil
        }
    }

    /// A truth value; `"true"`, `"1"` and `1` count.
    package var bool: Bool? {
        switch self {
        case .bool(let value): value
        case .int(let value): value != 0
        case .string(let text): ["true": true, "1": true, "false": false, "0": false][text]
        default: nil
        }
    }

    /// Every string anywhere inside, in no promised order of keys.
    package var strings: [String] {
        switch self {
        case .string(let text): [text]
        case .array(let values): values.flatMap(\.strings)
        case .object(let values): values.sorted { $0.key < $1.key }.flatMap(\.value.strings)
        default: []
        }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .int(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(nilLiteral: ()) { self = .null }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
    }

    /// `null` where there is no text.
    package init(_ text: String?) { self = text.map(JSON.string) ?? .null }

    package init(_ texts: [String]) { self = .array(texts.map(JSON.string)) }

    /// This object with the other's fields over its own.
    package func merging(_ other: JSON) -> JSON {
        .object((self.object ?? [:]).merging(other.object ?? [:]) { _, new in new })
    }
}

extension JSON: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([String: JSON].self) {
            self = .object(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .int(value)
        } else {
            self = .double(try container.decode(Double.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .int(let value): try container.encode(value)
        case .double(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// Reads a document; `nil` for what is not JSON.
    package init?(parsing bytes: some Sequence<UInt8>) {
        guard let value = try? JSONDecoder().decode(JSON.self, from: Data(bytes)) else { return nil }
        self = value
    }

    package init?(parsing text: String) { self.init(parsing: text.utf8) }

    /// The document, with sorted keys.
    package var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Encoding fails only for a number that JSON cannot write, and there the document is empty.
        return (try? encoder.encode(self)).map { [UInt8]($0) } ?? []
    }

    package var text: String { String(decoding: self.bytes, as: UTF8.self) }
}
