/// The framing of the Language Server Protocol: `Content-Length: N`, an empty line, N bytes.
struct MessageFraming {
    private var unread: [UInt8] = []
    /// A server that says more than this in one message is broken.
    private static let limit = 64 << 20

    static func frame(_ body: [UInt8]) -> [UInt8] { Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body }

    /// The bodies that are complete with these bytes; `nil` where the stream makes no sense any more.
    mutating func take(_ bytes: [UInt8]) -> [[UInt8]]? {
        self.unread += bytes
        var bodies: [[UInt8]] = []
        var start = 0
        while let end = self.headerEnd(from: start) {
            guard let length = self.length(in: self.unread[start..<end]), length <= Self.limit else { return nil }
            guard self.unread.count - end >= length else { break }
            bodies.append(Array(self.unread[end..<(end + length)]))
            start = end + length
        }
        self.unread.removeFirst(start)
        return bodies
    }

    /// The index after the empty line.
    private func headerEnd(from start: Int) -> Int? {
        var index = start
        while index + 4 <= self.unread.count {
            if self.unread[index..<(index + 4)].elementsEqual("\r\n\r\n".utf8) { return index + 4 }
            index += 1
        }
        return nil
    }

    private func length(in header: ArraySlice<UInt8>) -> Int? {
        for line in String(decoding: header, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == "content-length" {
                return Int(parts[1].drop { $0 == " " }).flatMap { $0 >= 0 ? $0 : nil }
            }
        }
        return nil
    }
}
