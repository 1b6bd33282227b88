import Foundation
import HealingDomain

extension SettingsReader {
    /// What a channel hears that chose nothing.
    mutating func channelDefaults() -> ChannelPreferences {
        let zone = self.text(.timeZone)
        if TimeZone(identifier: zone) == nil { self.reject(.timeZone, "has to be an IANA name, such as Europe/Berlin") }
        let digest = self.text(.digestHour).lowercased()
        return ChannelPreferences(
            channel: "", cardsPerHour: self.number(.cardsPerHour, in: 1...3600), quietHours: self.quietHours(),
            digestHour: digest == "none" ? nil : self.number(.digestHour, in: 0...23), timeZone: zone)
    }

    private mutating func quietHours() -> QuietHours? {
        guard let text = self.raw.text(.quietHours) else { return nil }
        let hours = text.split(separator: "-").map { Int($0.trimmingCharacters(in: .whitespaces)) }
        guard hours.count == 2, let from = hours[0], let to = hours[1], (0...23).contains(from), (0...23).contains(to)
        else {
            self.reject(.quietHours, "has to look like 22-7")
            return nil
        }
        return QuietHours(from: from, to: to)
    }
}
