/// Text cut to a limit, and whether it had to be cut.
struct FittedText: Equatable {
    var text: String
    var isCut: Bool
}

extension StringProtocol {
    /// As many whole characters as fit in `limit` UTF-16 units after `write` has written each of them.
    func fitting(_ limit: Int, write: (Character) -> String = { String($0) }) -> FittedText {
        var text = ""
        var used = 0
        for character in self {
            let written = write(character)
            used += written.utf16.count
            if used > limit { return FittedText(text: text, isCut: true) }
            text += written
        }
        return FittedText(text: text, isCut: false)
    }

    var isBlank: Bool { self.unicodeScalars.allSatisfy(\.isInvisible) }
}

extension Unicode.Scalar {
    /// Shows nothing: white space, controls and formatting characters.
    var isInvisible: Bool {
        if self.properties.isWhitespace { return true }
        return switch self.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate: true
        default: false
        }
    }
}
