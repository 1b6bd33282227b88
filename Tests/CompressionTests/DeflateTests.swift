import Compression
import Testing

struct DeflateTests {
    static let formats = [DeflateFormat.gzip, .zlib, .raw]
    static let text = Array(String(repeating: "the quick brown fox; ", count: 4000).utf8)

    @Test(arguments: formats, [0, 6, 9, -5, 99])
    func `what is packed unpacks to itself`(format: DeflateFormat, level: Int) throws {
        for bytes in [[], [7], Self.text, Self.noise(70_000)] {
            let packed = try Deflate.pack(bytes, as: format, level: level)
            #expect(try Deflate.unpack(packed, as: format, limit: bytes.count) == bytes)
        }
    }

    @Test func `text of more than one piece packs well`() throws {
        let large = Array(repeating: Self.text, count: 30).flatMap { $0 }
        let packed = try Deflate.pack(large, as: .gzip)
        #expect(packed.count < large.count / 50)
        #expect(try Deflate.unpack(packed, as: .gzip, limit: large.count) == large)
    }

    @Test func `bytes that gzip itself wrote are read`() throws {
        // `printf hello | gzip -n`
        let packed: [UInt8] = [
            31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 203, 72, 205, 201, 201, 7, 0, 134, 166, 16, 54, 5, 0, 0, 0,
        ]
        #expect(try Deflate.unpack(packed, as: .gzip, limit: 5) == Array("hello".utf8))
        #expect(try Deflate.unpack(packed + packed, as: .gzip, limit: 10) == Array("hellohello".utf8))
    }

    @Test(arguments: formats)
    func `a limit is exact`(format: DeflateFormat) throws {
        let packed = try Deflate.pack(Self.text, as: format)
        #expect(try Deflate.unpack(packed, as: format, limit: Self.text.count).count == Self.text.count)
        #expect(throws: CompressionFailure.tooLarge("it unpacks to more than \(Self.text.count - 1) bytes")) {
            try Deflate.unpack(packed, as: format, limit: Self.text.count - 1)
        }
    }

    @Test func `a bomb goes off nowhere`() throws {
        let bomb = try Deflate.pack([UInt8](repeating: 0, count: 8 << 20), as: .gzip, level: 9)
        #expect(bomb.count < 16 << 10)
        #expect(throws: CompressionFailure.self) { try Deflate.unpack(bomb, as: .gzip, limit: 1 << 20) }
    }

    @Test(arguments: formats)
    func `a stream cut anywhere is no whole stream`(format: DeflateFormat) throws {
        let packed = try Deflate.pack(Array("some text that is long enough, some text".utf8), as: format)
        for length in 0..<packed.count {
            #expect(throws: CompressionFailure.self) {
                try Deflate.unpack(Array(packed.prefix(length)), as: format, limit: 1000)
            }
        }
    }

    @Test func `bytes after the end are refused`() throws {
        for format in Self.formats {
            let packed = try Deflate.pack([1, 2, 3], as: format)
            #expect(throws: CompressionFailure.self) { try Deflate.unpack(packed + [0], as: format, limit: 100) }
            #expect(throws: CompressionFailure.self) { try Deflate.unpack(packed + [0x1f], as: format, limit: 100) }
        }
    }

    @Test func `any altered byte of a gzip is noticed or changes nothing`() throws {
        let packed = try Deflate.pack(Array("some text, some text".utf8), as: .gzip)
        for index in packed.indices {
            var altered = packed
            altered[index] ^= 0xff
            let content = try? Deflate.unpack(altered, as: .gzip, limit: 1000)
            #expect(content == nil || content == Array("some text, some text".utf8))
        }
    }

    @Test func `random bytes never crash`() {
        for round in 0..<200 {
            let bytes = Self.noise(round, seed: UInt64(round))
            for format in Self.formats {
                _ = try? Deflate.unpack(bytes, as: format, limit: 10_000)
                _ = try? Deflate.unpack([31, 139, 8, 0, 0, 0, 0, 0, 0, 3] + bytes, as: format, limit: 10_000)
            }
        }
    }

    @Test func `one byte at a time gives the same`() throws {
        let packed = try Deflate.pack(Self.text, as: .gzip)
        let reader = try InflateReader(format: .gzip, limit: Self.text.count)
        var output: [UInt8] = []
        for index in packed.indices { try reader.read(packed[index...index]) { output += $0 } }
        try reader.finish()
        #expect(output == Self.text)
    }

    /// The same every time, by a linear congruence.
    static func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
    }
}
