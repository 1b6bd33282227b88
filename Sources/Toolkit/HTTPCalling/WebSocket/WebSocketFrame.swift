/// Frames as a client sends them (RFC 6455, section 5.2): whole and masked.
enum WebSocketFrame {
    enum Opcode: UInt8 {
        case continuation = 0x0, text = 0x1, binary = 0x2, close = 0x8, ping = 0x9, pong = 0xA

        var isControl: Bool { self.rawValue >= 0x8 }
    }

    static let longestControlPayload = 125

    static func encode(_ opcode: Opcode, _ payload: some Collection<UInt8>, mask: [UInt8]) -> [UInt8] {
        let length = payload.count
        var bytes: [UInt8] = [0x80 | opcode.rawValue]
        bytes.reserveCapacity(length + 14)
        switch length {
        case ...125: bytes.append(0x80 | UInt8(length))
        case ...0xFFFF: bytes += [0x80 | 126, UInt8(length >> 8), UInt8(length & 0xFF)]
        default:
            bytes.append(0x80 | 127)
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: UInt64(length) >> UInt64(shift)))
            }
        }
        let key = Array((mask + [0, 0, 0, 0]).prefix(4))
        bytes += key
        for (index, byte) in payload.enumerated() { bytes.append(byte ^ key[index & 3]) }
        return bytes
    }

    /// The payload of a close frame; the reason is cut to fit, on a character's boundary.
    static func closing(code: UInt16, reason: String) -> [UInt8] {
        var payload = [UInt8(code >> 8), UInt8(code & 0xFF)]
        for character in reason {
            let bytes = Array(String(character).utf8)
            guard payload.count + bytes.count <= Self.longestControlPayload else { break }
            payload += bytes
        }
        return payload
    }
}
