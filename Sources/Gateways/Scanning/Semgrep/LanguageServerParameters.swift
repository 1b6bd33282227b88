/// The parameters of the requests that are sent to `semgrep lsp`.
enum LanguageServerParameters {
    static func initialize(_ workspace: SemgrepWorkspace) -> [String: JSONValue] {
        let uri = JSONValue.string("file://" + workspace.texts)
        return [
            "processId": .null, "rootUri": uri,
            "workspaceFolders": .array([.object(["uri": uri, "name": .string("texts")])]),
            "capabilities": .object([:]),
            "initializationOptions": .object([
                "scan": .object([
                    "configuration": .array([.string(workspace.rulesFile)]), "onlyGitDirty": .bool(false),
                    "ci": .bool(false), "maxTargetBytes": .number(0), "timeout": .number(5),
                    "timeoutThreshold": .number(3), "jobs": .number(1),
                ]),
                "metrics": .object(["enabled": .bool(false)]),
            ]),
        ]
    }

    static func files(_ path: String) -> [String: JSONValue] {
        ["files": .array([.object(["uri": .string("file://" + path)])])]
    }

    static func document(_ path: String) -> [String: JSONValue] {
        ["textDocument": .object(["uri": .string("file://" + path)])]
    }

    static func open(_ path: String) -> [String: JSONValue] {
        [
            "textDocument": .object([
                "uri": .string("file://" + path), "languageId": .string("plaintext"), "version": .number(1),
                "text": .string(""),
            ])
        ]
    }

    static func codeAction(_ path: String, _ range: ServerMessage.Range) -> [String: JSONValue] {
        func position(_ place: ServerMessage.Position) -> JSONValue {
            .object(["line": .number(place.line), "character": .number(place.character)])
        }
        let place = JSONValue.object(["start": position(range.start), "end": position(range.end)])
        // Semgrep answers only for the diagnostics that the client names.
        let diagnostic = JSONValue.object(["range": place, "message": .string("")])
        return [
            "textDocument": .object(["uri": .string("file://" + path)]), "range": place,
            "context": .object(["diagnostics": .array([diagnostic])]),
        ]
    }
}

/// JSON as it is written to the language server.
enum JSONValue: Encodable, Sendable {
    case null
    case bool(Bool)
    case number(Int)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let values): try container.encode(values)
        }
    }
}

extension ServerMessage.RequestID {
    var json: JSONValue {
        switch self {
        case .number(let number): .number(number)
        case .text(let text): .string(text)
        }
    }
}
