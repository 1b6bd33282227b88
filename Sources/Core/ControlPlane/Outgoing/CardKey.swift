import FoundationEssentials
import HealingDomain

extension HealingRecord {
    /// The key in the outbox of the card that shows this record: its own, the one of its group, or the
    /// one of the question about a person's pull request. A finding that was
    /// merged and came back is healed anew, and has a new one.
    var cardKey: String {
        if self.proposal != nil { return "proposal:\(self.approvalID ?? self.fixID)" }
        if let group { return Self.cardKey(group: group) }
        let moment = Int64(exactly: (self.createdAt.timeIntervalSince1970 * 1000).rounded()) ?? 0
        return "card:\(self.finding.fingerprint):\(moment)"
    }

    static func cardKey(group: String) -> String { "group:\(group)" }
}

extension String {
    /// 64-bit FNV-1a, hexadecimal: tells texts apart in keys, and is the same after a restart.
    var fingerprintInKeys: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in self.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
