/// Addresses that may stand in a message.
enum SlackLink {
    private static let schemes = ["https://", "http://", "mailto:"]

    /// The address as it may stand between `<` and `>`; `nil` for other schemes and for what is too long to be useful.
    static func address(_ url: String) -> String? {
        let lowered = url.lowercased()
        guard self.schemes.contains(where: { lowered.hasPrefix($0) && lowered.utf8.count > $0.utf8.count }) else {
            return nil
        }
        var address = ""
        for scalar in url.unicodeScalars {
            switch scalar {
            case "&": address += "&amp;"
            case "<", ">", "|", "\"", " ", "\\", "^", "`", "{", "}":
                address += "%" + String(scalar.value, radix: 16, uppercase: true)
            case let scalar where scalar.isInvisible: continue
            default: address.unicodeScalars.append(scalar)
            }
        }
        return address.utf16.count <= BlockKitLimit.value ? address : nil
    }

    /// The address as a button's `url`, which is no mrkdwn.
    static func buttonURL(_ url: String) -> String? {
        self.address(url).map(SlackMarkup.unescape).flatMap { $0.hasPrefix("mailto:") ? nil : $0 }
    }
}
