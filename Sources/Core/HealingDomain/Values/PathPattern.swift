/// A path or a name with wildcards: `*` stands for anything but a slash, `**` for anything, `?` for one character. A
/// pattern without a slash means a file of that name in any folder; one that ends in a slash, everything below.
package struct PathPattern: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// Whether the whole path fits. Takes time in the order of pattern times path, whatever they are.
    package func matches(_ path: String) -> Bool {
        var pattern = self.rawValue
        if pattern.hasSuffix("/") { pattern += "**" }
        if pattern.hasPrefix("/") {
            pattern.removeFirst()
        } else if !pattern.contains("/") {
            pattern = "**/" + pattern
        }
        return Self.fits(Array(path), Self.tokens(of: pattern))
    }

    private enum Token {
        case exactly(Character)
        case one
        /// `*`: within a folder.
        case run
        /// `**`: across folders.
        case any
        /// `**/`: nothing, or folders up to a slash.
        case folders
    }

    private static func tokens(of pattern: String) -> [Token] {
        var tokens: [Token] = []
        var rest = pattern[...]
        while let first = rest.first {
            if rest.hasPrefix("**/") {
                tokens.append(.folders)
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("**") {
                tokens.append(.any)
                rest = rest.dropFirst(2)
            } else {
                tokens.append(first == "*" ? .run : first == "?" ? .one : .exactly(first))
                rest = rest.dropFirst()
            }
        }
        return tokens
    }

    /// One row of "how much of the path fits the tokens so far" a token: no pattern makes it slow.
    private static func fits(_ path: [Character], _ tokens: [Token]) -> Bool {
        var fits = [true] + Array(repeating: false, count: path.count)
        for token in tokens {
            var next = Array(repeating: false, count: path.count + 1)
            var isRunning = false
            for end in 0...path.count {
                let before = end > 0 ? path[end - 1] : nil
                switch token {
                case .exactly(let wanted): next[end] = before == wanted && end > 0 && fits[end - 1]
                case .one: next[end] = before != nil && before != "/" && fits[end - 1]
                case .run:
                    isRunning = fits[end] || (isRunning && before != "/")
                    next[end] = isRunning
                case .any:
                    isRunning = isRunning || fits[end]
                    next[end] = isRunning
                case .folders:
                    next[end] = fits[end] || (isRunning && before == "/")
                    isRunning = isRunning || fits[end]
                }
            }
            fits = next
        }
        return fits[path.count]
    }
}
