/// A message as the control plane means it; the gateway renders it with the platform's limits and escapes.
package struct ChannelMessage: Sendable, Hashable, Codable {
    /// Notifications and screen readers show this: it makes sense alone.
    package var fallback: String
    package var blocks: [MessageBlock]
    /// Ids only: any app of the workspace can read them. Lets a restarted bot find its own message again.
    package var metadata: [String: String]

    package init(fallback: String, blocks: [MessageBlock], metadata: [String: String] = [:]) {
        self.fallback = fallback
        self.blocks = blocks
        self.metadata = metadata
    }

    /// A message of one paragraph.
    package init(_ text: StyledText) {
        self.init(fallback: text.plain, blocks: [.section(text)])
    }
}

package enum MessageBlock: Sendable, Hashable, Codable {
    case header(String)
    case section(StyledText)
    /// Short label and value pairs, shown in two columns.
    case fields([Field])
    case code(String)
    case quote(String)
    /// Small print.
    case context(StyledText)
    case actions([Button])
    case divider

    package struct Field: Sendable, Hashable, Codable {
        package var label: String
        package var value: StyledText

        package init(_ label: String, _ value: StyledText) {
            self.label = label
            self.value = value
        }
    }
}

package struct Button: Sendable, Hashable, Codable {
    package enum Style: String, Sendable, Codable { case standard, primary, danger }

    package var label: String
    package var actionID: String
    /// Opaque; at most an id.
    package var value: String
    package var style: Style
    package var url: String?
    /// Asked before the click counts.
    package var confirmation: Confirmation?

    package init(
        label: String, actionID: String, value: String, style: Style = .standard, url: String? = nil,
        confirmation: Confirmation? = nil
    ) {
        self.label = label
        self.actionID = actionID
        self.value = value
        self.style = style
        self.url = url
        self.confirmation = confirmation
    }

    /// A small dialog before a click that cannot be taken back. Plain words; the gateway cuts them to the platform's
    /// limits.
    package struct Confirmation: Sendable, Hashable, Codable {
        package var title: String
        package var text: String
        /// The label of the button that goes on.
        package var confirm: String
        /// The label of the button that does not.
        package var deny: String

        package init(title: String, text: String, confirm: String, deny: String = "Cancel") {
            self.title = title
            self.text = text
            self.confirm = confirm
            self.deny = deny
        }
    }
}

/// Text whose structure is ours and whose words may be anybody's: only a span can mention or link, words never can.
package struct StyledText: Sendable, Hashable, Codable, ExpressibleByStringInterpolation {
    package enum Span: Sendable, Hashable, Codable {
        case plain(String)
        case bold(String)
        case italic(String)
        case code(String)
        case link(url: String, label: String)
        case person(PersonID)
        case channel(ChannelID)
        case emoji(String)
    }

    package var spans: [Span]

    package init(_ spans: [Span]) { self.spans = spans }
    package init(stringLiteral value: String) { self.spans = [.plain(value)] }

    /// The words without any markup.
    package var plain: String {
        self.spans.map { span in
            switch span {
            case .plain(let text), .bold(let text), .italic(let text), .code(let text): text
            case .link(_, let label): label
            case .person(let id): "@\(id)"
            case .channel(let id): "#\(id)"
            case .emoji(let name): ":\(name):"
            }
        }.joined()
    }

    package static func + (left: Self, right: Self) -> Self { Self(left.spans + right.spans) }

    /// `"Fixed by \(.person(id)) in \(.link(url: u, label: "#3"))"`: a plain interpolation is plain text.
    package struct StringInterpolation: StringInterpolationProtocol {
        var spans: [Span] = []
        package init(literalCapacity: Int, interpolationCount: Int) {}
        package mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { self.spans.append(.plain(literal)) }
        }
        package mutating func appendInterpolation(_ span: Span) { self.spans.append(span) }
        package mutating func appendInterpolation(_ text: StyledText) { self.spans += text.spans }
        package mutating func appendInterpolation(_ value: String) { self.spans.append(.plain(value)) }
        package mutating func appendInterpolation(_ value: Int) { self.spans.append(.plain(String(value))) }
    }

    package init(stringInterpolation: StringInterpolation) { self.spans = stringInterpolation.spans }
}

/// A dialog over the channel.
package struct Modal: Sendable, Hashable, Codable {
    package var callbackID: String
    package var title: String
    package var submit: String?
    /// Ids only; given back on submission.
    package var privateMetadata: String
    package var blocks: [MessageBlock]
    package var inputs: [ModalInput]

    package init(
        callbackID: String, title: String, submit: String? = nil, privateMetadata: String = "",
        blocks: [MessageBlock] = [], inputs: [ModalInput] = []
    ) {
        self.callbackID = callbackID
        self.title = title
        self.submit = submit
        self.privateMetadata = privateMetadata
        self.blocks = blocks
        self.inputs = inputs
    }
}

package struct ModalInput: Sendable, Hashable, Codable {
    package enum Kind: Sendable, Hashable, Codable {
        case text(multiline: Bool)
        case choice([Choice])
    }

    package struct Choice: Sendable, Hashable, Codable {
        package var value: String
        package var label: String

        package init(value: String, label: String) {
            self.value = value
            self.label = label
        }
    }

    package var id: String
    package var label: String
    package var kind: Kind
    package var isOptional: Bool

    package init(id: String, label: String, kind: Kind, isOptional: Bool = false) {
        self.id = id
        self.label = label
        self.kind = kind
        self.isOptional = isOptional
    }
}
