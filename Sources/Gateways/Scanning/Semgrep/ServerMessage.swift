import FoundationEssentials
import HealingDomain

/// What the language server says, as far as scanning needs it (Language Server Protocol 3.17).
enum ServerMessage: Sendable {
    /// Of the file of that name.
    case diagnostics(name: String, [Diagnostic])
    case rulesRefreshed
    case response(id: Int, body: [UInt8])
    case request(id: RequestID)
    case log(String)
    case ended(String?)

    struct Diagnostic: Sendable, Decodable {
        var code: String?
        var message: String
        var range: Range
    }

    /// Both count from 0; Semgrep's characters are UTF-8 bytes.
    struct Range: Sendable, Hashable, Codable {
        var start: Position
        var end: Position
    }

    struct Position: Sendable, Hashable, Codable {
        var line: Int
        var character: Int
    }

    enum RequestID: Sendable {
        case number(Int)
        case text(String)
    }

    /// `nil` for a message that scanning has no use for.
    init?(body: [UInt8]) {
        guard let envelope = try? JSONDecoder().decode(Envelope.self, from: Data(body)) else { return nil }
        switch (envelope.method, envelope.id) {
        case ("textDocument/publishDiagnostics", _):
            guard let notice = try? JSONDecoder().decode(DiagnosticsNotice.self, from: Data(body)),
                let name = notice.params.uri.split(separator: "/").last
            else { return nil }
            self = .diagnostics(name: String(name), notice.params.diagnostics)
        case ("semgrep/rulesRefreshed", _): self = .rulesRefreshed
        case (.some, .some(let id)): self = .request(id: id.value)
        case (nil, .some(let id)):
            guard case .number(let number) = id.value else { return nil }
            self = .response(id: number, body: body)
        default: return nil
        }
    }

    private struct Envelope: Decodable {
        var method: String?
        var id: ID?
    }

    private struct ID: Decodable {
        var value: RequestID

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                self.value = .number(number)
            } else {
                self.value = .text(try container.decode(String.self))
            }
        }
    }

    private struct DiagnosticsNotice: Decodable {
        var params: Parameters

        struct Parameters: Decodable {
            var uri: String
            var diagnostics: [Diagnostic]
        }
    }
}

extension SourceRange {
    init(_ range: ServerMessage.Range) {
        func oneBased(_ number: Int) -> Int { max(0, min(number, Int(Int32.max))) + 1 }
        self.init(
            startLine: oneBased(range.start.line), startColumn: oneBased(range.start.character),
            endLine: oneBased(range.end.line), endColumn: oneBased(range.end.character))
    }
}

/// The edits that the server offers for one place.
struct CodeActions: Decodable {
    var result: [Action]?

    struct Action: Decodable {
        var title: String
        var edit: WorkspaceEdit?
    }

    struct WorkspaceEdit: Decodable {
        var changes: [String: [TextEdit]]?
    }

    struct TextEdit: Decodable {
        var newText: String
        var range: ServerMessage.Range
    }

    /// The text that a rule's own fix writes over exactly this range.
    func fix(of rule: RuleID, at range: ServerMessage.Range) -> String? {
        for action in self.result ?? [] where action.title.contains("(\(rule.rawValue))") {
            let edits = action.edit?.changes?.values.flatMap(\.self) ?? []
            if let edit = edits.first(where: { $0.range == range }) { return edit.newText }
        }
        return nil
    }
}
