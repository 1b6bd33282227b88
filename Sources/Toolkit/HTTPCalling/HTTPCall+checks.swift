extension HTTPCall {
    /// Refuses what could smuggle a second request or header line into the first.
    func checkFieldsForSending() throws(HTTPFailure) {
        guard self.method.isHTTPToken else { throw HTTPFailure(.badURL, "the method is no HTTP token") }
        for field in self.headers {
            guard field.name.isHTTPToken else { throw HTTPFailure(.badURL, "a header name is no HTTP token") }
            guard !field.value.utf8.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) else {
                throw HTTPFailure(.badURL, "the value of header \(field.name) holds a line break or a zero byte")
            }
        }
    }

    /// The lines in libcurl's notation, which says an empty value with a semicolon and "do not send" with nothing.
    var headerLines: [String] {
        var lines = self.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        for name in ["Expect", "Content-Type"] where !self.headers.contains(where: { $0.isNamed(name) }) {
            lines.append("\(name):")
        }
        return lines
    }
}

extension HTTPField {
    /// Reads one line of an answer; `nil` for the empty line and anything without a colon.
    init?(line: UnsafeRawBufferPointer) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        self.init(Self.trimmed(line[..<colon]), Self.trimmed(line[(colon + 1)...]))
    }

    func isNamed(_ name: String) -> Bool { self.name.lowercased() == name.lowercased() }

    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        let isBlank: (UInt8) -> Bool = { $0 == 32 || $0 == 9 || $0 == 10 || $0 == 13 }
        let rest = bytes.drop(while: isBlank)
        let count = rest.reversed().drop(while: isBlank).count
        return String(decoding: rest.prefix(count), as: UTF8.self)
    }
}

extension String {
    /// A token of RFC 9110, section 5.6.2.
    fileprivate var isHTTPToken: Bool {
        let marks = Set("!#$%&'*+-.^_`|~".utf8)
        return !self.isEmpty
            && self.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    true
                default: marks.contains(byte)
                }
            }
    }
}
