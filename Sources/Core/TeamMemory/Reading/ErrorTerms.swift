/// What of a text names an error: exception names, their messages, the functions of stack frames.
enum ErrorTerms {
    private static let limit = 40
    private static let endings = ["Error", "Exception", "Warning", "Failure", "Panic"]

    static func find(in text: String) -> [String] {
        var found: [String] = []
        func add(_ term: some StringProtocol) {
            let trimmed = term.split { $0.isWhitespace || $0 == "`" }.joined(separator: " ")
            if trimmed.count >= 3, found.count < Self.limit, !found.contains(trimmed) { found.append(trimmed) }
        }
        for line in text.split(whereSeparator: \.isNewline).prefix(2000) {
            let line = line.prefix(500)
            if let frame = Self.frame(line) { add(frame) }
            for word in line.split(whereSeparator: { !($0.isLetter || $0.isNumber || "._:".contains($0)) }) {
                let name = word.drop { $0 == ":" || $0 == "." }.prefix { $0 != ":" }
                guard Self.isErrorName(name) else { continue }
                add(name)
                if let message = Self.message(after: name, in: line) { add(message) }
            }
            for prefix in ["panic: ", "fatal: "] where line.hasPrefix(prefix) { add(line.dropFirst(prefix.count)) }
        }
        return found
    }

    /// `TypeError`, `java.lang.NullPointerException`, `ECONNREFUSED`, `SIGSEGV`.
    private static func isErrorName(_ name: Substring) -> Bool {
        guard let last = name.split(separator: ".").last, last.count >= 5 else { return false }
        if last.first?.isUppercase == true,
            Self.endings.contains(where: { last.hasSuffix($0) && last.count > $0.count })
        {
            return true
        }
        let isShouted = last.allSatisfy { $0.isASCII && $0.isUppercase }
        return isShouted && (last.hasPrefix("SIG") || (last.hasPrefix("E") && Self.systemErrors.contains(String(last))))
    }

    /// The names of errno.h that people meet.
    private static let systemErrors: Set<String> = [
        "EACCES", "EADDRINUSE", "EADDRNOTAVAIL", "ECONNABORTED", "ECONNREFUSED", "ECONNRESET", "EEXIST", "EHOSTUNREACH",
        "EINVAL", "EISDIR", "EMFILE", "ENOENT", "ENOMEM", "ENOSPC", "ENOTDIR", "ENOTEMPTY", "ENOTFOUND", "EPERM",
        "EPIPE",
        "ETIMEDOUT",
    ]

    private static func message(after name: Substring, in line: Substring) -> Substring? {
        let rest = line[name.endIndex...]
        guard rest.hasPrefix(": ") else { return nil }
        return rest.dropFirst(2).prefix(120)
    }

    /// The function of `File "x.py", line 3, in read` or `at Reader.read (x.js:3:1)`.
    private static func frame(_ line: Substring) -> Substring? {
        let trimmed = line.drop { $0.isWhitespace }
        if trimmed.hasPrefix("File \""), let name = trimmed.split(separator: ", in ").dropFirst().first {
            return name.prefix { $0.isLetter || $0.isNumber || "_.<>".contains($0) }
        }
        if trimmed.hasPrefix("at "), trimmed.contains("(") || trimmed.contains(":") {
            let name = trimmed.dropFirst(3).prefix { $0.isLetter || $0.isNumber || "_.$<>".contains($0) }
            return name.contains(".") ? name : nil
        }
        return nil
    }
}
