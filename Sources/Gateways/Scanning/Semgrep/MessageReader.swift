/// Cuts the server's two output streams into messages.
actor MessageReader {
    private let inbox: Inbox<ServerMessage>
    private var framing = MessageFraming()
    private var line: [UInt8] = []
    /// The log repeats pieces of the scanned text; a line is cut here.
    private static let lineLimit = 4096

    init(inbox: Inbox<ServerMessage>) { self.inbox = inbox }

    func read(_ bytes: [UInt8]) async {
        guard let bodies = self.framing.take(bytes) else {
            await self.inbox.put(.ended("the server's output makes no sense"))
            return
        }
        for body in bodies {
            if let message = ServerMessage(body: body) { await self.inbox.put(message) }
        }
    }

    func readLog(_ bytes: [UInt8]) async {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                await self.inbox.put(.log(String(decoding: self.line, as: UTF8.self)))
                self.line = []
            } else if self.line.count < Self.lineLimit {
                self.line.append(byte)
            }
        }
    }
}

/// Reads the problems of one scan out of the server's log, which names them between two fixed lines.
enum SemgrepLog {
    static func problems(in lines: [String], path: String) -> [String] {
        guard let start = lines.lastIndex(where: { $0.hasPrefix("Semgrep errors:") }) else { return [] }
        let end = lines[start...].firstIndex { $0.hasPrefix("Semgrep skipped") } ?? lines.endIndex
        let text = lines[start..<end].joined(separator: "\n").dropFirst("Semgrep errors:".count)
        return Self.sentences(String(text), path: path)
    }

    /// One sentence a problem, without our own file's name.
    static func sentences(_ text: String, path: String) -> [String] {
        let named = text.replacing(path + ":", with: "").replacing(path, with: "the file")
        var sentences: [String] = []
        for line in named.split(separator: "\n") {
            let trimmed = line.trimmingPrefix { $0.isWhitespace || $0 == "," }
            if line.first?.isWhitespace == true, trimmed.hasPrefix("`"), !sentences.isEmpty {
                sentences[sentences.count - 1] += " " + trimmed
            } else if !trimmed.isEmpty {
                sentences.append(String(trimmed))
            }
        }
        return sentences
    }
}
