extension JSONValue {
    /// Compact JSON with the members in the order of their names, so that the same value is always the same bytes.
    package var serialized: [UInt8] {
        var output: [UInt8] = []
        self.append(to: &output)
        return output
    }

    package var serializedText: String { String(decoding: self.serialized, as: UTF8.self) }

    private func append(to output: inout [UInt8]) {
        switch self {
        case .null: output += "null".utf8
        case .bool(let value): output += (value ? "true" : "false").utf8
        case .number(let digits): output += digits.utf8
        case .string(let text): JSONString.append(text, to: &output)
        case .array(let elements):
            Self.append(elements, between: ("[", "]"), to: &output) { $0.append(to: &$1) }
        case .object(let members):
            Self.append(members.sorted { $0.key < $1.key }, between: ("{", "}"), to: &output) { member, output in
                JSONString.append(member.key, to: &output)
                output.append(UInt8(ascii: ":"))
                member.value.append(to: &output)
            }
        }
    }

    private static func append<Element>(
        _ list: [Element], between ends: (Unicode.Scalar, Unicode.Scalar), to output: inout [UInt8],
        _ write: (Element, inout [UInt8]) -> Void
    ) {
        output.append(UInt8(ascii: ends.0))
        for (index, element) in list.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            write(element, &output)
        }
        output.append(UInt8(ascii: ends.1))
    }
}

extension JSONValue {
    /// JSON for people to read: two spaces a level, a line a member. No newline at the end.
    package var indentedText: String { self.indented("") }

    private func indented(_ margin: String) -> String {
        let inner = margin + "  "
        switch self {
        case .array(let elements) where !elements.isEmpty:
            return "[\n" + elements.map { inner + $0.indented(inner) }.joined(separator: ",\n") + "\n\(margin)]"
        case .object(let members) where !members.isEmpty:
            let lines = members.sorted { $0.key < $1.key }.map { member in
                "\(inner)\(JSONValue.string(member.key).serializedText): \(member.value.indented(inner))"
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(margin)}"
        default: return self.serializedText
        }
    }
}
