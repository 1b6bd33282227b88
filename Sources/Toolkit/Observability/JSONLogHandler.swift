package import FoundationEssentials
package import Logging

/// Writes one JSON object a line: `time` (RFC 3339, UTC), `level`, `logger`, `message`, `error` and `metadata`.
///
/// Secrets are taken out of everything (see `SecretRedactor`), long texts are cut, and no text can begin a second line.
package struct JSONLogHandler: LogHandler {
    /// Longer texts are cut to this many bytes.
    package static let textLimit = 8 << 10
    private static let depthLimit = 6

    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let now: @Sendable () -> Date
    private let write: @Sendable (String) -> Void

    /// `write` gets each line with its line break; by default it goes to standard error.
    package init(
        label: String, level: Logger.Level = .info, metadataProvider: Logger.MetadataProvider? = nil,
        now: @escaping @Sendable () -> Date = { Date.now },
        write: @escaping @Sendable (String) -> Void = { StandardError.write($0) }
    ) {
        self.label = label
        self.logLevel = level
        self.metadataProvider = metadataProvider
        self.now = now
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var all = self.metadata
        if let provided = self.metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        var fields = [
            "\"time\":\"\(Self.timestamp(self.now()))\"", "\"level\":\"\(event.level.rawValue)\"",
            "\"logger\":\(JSONText.quoted(self.label))", "\"message\":\(Self.text(event.message.description))",
        ]
        if let error = event.error { fields.append("\"error\":\(Self.text(String(describing: error)))") }
        if !all.isEmpty { fields.append("\"metadata\":\(Self.object(all, depth: 0))") }
        self.write("{\(fields.joined(separator: ","))}\n")
    }

    /// Such as `2024-01-20T10:11:12.345Z`.
    package static func timestamp(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    private static func object(_ metadata: Logger.Metadata, depth: Int) -> String {
        let fields = metadata.sorted { $0.key < $1.key }.map { key, value in
            let isSecret = SecretRedactor.isSecretName(key)
            let shown = isSecret ? JSONText.quoted(SecretRedactor.mark) : self.value(value, depth: depth)
            return "\(self.text(key)):\(shown)"
        }
        return "{\(fields.joined(separator: ","))}"
    }

    private static func value(_ value: Logger.MetadataValue, depth: Int) -> String {
        guard depth < self.depthLimit else { return "\"…\"" }
        switch value {
        case .string(let text): return self.text(text)
        case .stringConvertible(let value): return self.scalar(value)
        case .dictionary(let metadata): return self.object(metadata, depth: depth + 1)
        case .array(let values):
            return "[\(values.map { self.value($0, depth: depth + 1) }.joined(separator: ","))]"
        }
    }

    /// Numbers and truth values stay what they are, so that a reader of the lines can count.
    private static func scalar(_ value: any CustomStringConvertible & Sendable) -> String {
        switch value {
        case let truth as Bool: truth ? "true" : "false"
        case let number as any BinaryInteger: number.description
        case let number as Double where number.isFinite: number.description
        default: self.text(value.description)
        }
    }

    private static func text(_ text: String) -> String {
        // Redacting comes before cutting, which could leave half a secret that no longer looks like one; a first, wider
        // cut keeps the work bounded.
        let wide = text.utf8.prefix(self.textLimit * 4)
        let bounded = wide.count < text.utf8.count ? String(decoding: wide, as: UTF8.self) : text
        let redacted = SecretRedactor.redact(bounded)
        guard redacted.utf8.count > self.textLimit else { return JSONText.quoted(redacted) }
        return JSONText.quoted(String(decoding: redacted.utf8.prefix(self.textLimit), as: UTF8.self) + "…")
    }
}
