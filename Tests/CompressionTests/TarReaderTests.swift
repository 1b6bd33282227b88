import Compression
import Testing

struct TarReaderTests {
    private func read(_ parts: [UInt8]..., limits: TarLimits = TarLimits()) throws -> [TarEntry] {
        try TarReader.entries(of: parts.flatMap { $0 } + TarBuilder.end, limits: limits)
    }

    @Test func `files, folders and links are told apart`() throws {
        let entries = try self.read(
            TarBuilder.entry("top/", type: "5"), TarBuilder.entry("top/./a//b.txt", Array("hello".utf8)),
            TarBuilder.entry("top/link", type: "2", link: "../../etc/passwd"),
            TarBuilder.entry("top/hard", type: "1", link: "top/a"), TarBuilder.entry("top/pipe", type: "6"),
            TarBuilder.entry("old/"), TarBuilder.entry("c", Array("deep".utf8), prefix: "long/prefix"))
        #expect(
            entries == [
                TarEntry(path: "top", kind: .folder),
                TarEntry(path: "top/a/b.txt", kind: .file, content: Array("hello".utf8)),
                TarEntry(path: "top/link", kind: .symbolicLink(target: "../../etc/passwd")),
                TarEntry(path: "top/hard", kind: .hardLink(target: "top/a")),
                TarEntry(path: "top/pipe", kind: .other(UInt8(ascii: "6"))), TarEntry(path: "old", kind: .folder),
                TarEntry(path: "long/prefix/c", kind: .file, content: Array("deep".utf8)),
            ])
    }

    @Test func `long names are read in GNU's way and in pax'`() throws {
        let name = String(repeating: "long/", count: 60) + "größe.txt"
        let entries = try self.read(
            TarBuilder.entry("././@LongLink", Array(name.utf8) + [0], type: "L"), TarBuilder.entry("short", [1]),
            TarBuilder.entry("pax", Array("52 comment=0123456789012345678901234567890123456789\n".utf8), type: "g"),
            TarBuilder.pax(["path": name, "mtime": "1.5"]), TarBuilder.entry("short", [2]),
            TarBuilder.pax(["linkpath": name]), TarBuilder.entry("l", type: "2", link: "x"),
            TarBuilder.entry("after", [3]))
        #expect(entries.map(\.path) == [name, name, "l", "after"])
        #expect(entries[2].kind == .symbolicLink(target: name))
        #expect(entries.map(\.content) == [[1], [2], [], [3]])
    }

    @Test func `one byte at a time gives the same`() throws {
        let archive =
            TarBuilder.pax(["path": "a/b"]) + TarBuilder.entry("x", [UInt8](repeating: 9, count: 1000))
            + TarBuilder.entry("y", [1]) + TarBuilder.end
        var reader = TarReader()
        var entries: [TarEntry] = []
        for byte in archive { try reader.read([byte]) { entries.append($0) } }
        try reader.finish()
        #expect(try entries == TarReader.entries(of: archive))
        #expect(entries.map(\.path) == ["a/b", "y"])
    }

    @Test(arguments: ["/etc/passwd", "../x", "a/../../x", "a/..", "..", "a\\b", "", "/"])
    func `a path that could leave its folder is refused`(path: String) {
        #expect(throws: CompressionFailure.self) { try self.read(TarBuilder.entry(path, [1])) }
        #expect(throws: CompressionFailure.self) {
            try self.read(TarBuilder.pax(["path": path]), TarBuilder.entry("a", [1]))
        }
    }

    @Test func `each limit holds`() throws {
        let two = TarBuilder.entry("a", [1, 2]) + TarBuilder.entry("b", [3])
        #expect(try self.read(two, limits: TarLimits(entries: 2, entrySize: 2, totalSize: 3072)).count == 2)
        for limits in [
            TarLimits(entries: 1), TarLimits(entrySize: 1), TarLimits(totalSize: 3071),
        ] {
            #expect(throws: CompressionFailure.self) { try self.read(two, limits: limits) }
        }
    }

    @Test(arguments: ["77777777777", "99999999999", "-0000000001", "abc", "\u{7f}7777777777"])
    func `a size that lies is refused`(size: String) {
        #expect(throws: CompressionFailure.self) { try self.read(TarBuilder.entry("a", [1], size: size)) }
    }

    @Test(arguments: ["-1", "9223372036854775807", "99999999999999999999", "x", ""])
    func `a pax size that lies is refused`(size: String) {
        #expect(throws: CompressionFailure.self) {
            try self.read(TarBuilder.pax(["size": size]), TarBuilder.entry("a"))
        }
    }

    @Test(arguments: [
        "", "5", "99 path=a\n", "0 a=b\n", "7 ab=cd", "6 a=b\nX", "x", "10 path a b\n", "999999999999999999999 a=b\n",
    ])
    func `pax records that are none are refused`(records: String) {
        let archive = TarBuilder.entry("pax", Array(records.utf8), type: "x") + TarBuilder.entry("a")
        // No records at all are right.
        #expect((try? self.read(archive)) == nil || records.isEmpty)
    }

    @Test func `an archive cut anywhere is no whole archive`() throws {
        let archive = TarBuilder.pax(["path": "a/b"]) + TarBuilder.entry("x", [1, 2, 3])
        for length in 0...archive.count {
            #expect(throws: CompressionFailure.self) { try TarReader.entries(of: Array(archive.prefix(length))) }
        }
    }

    @Test func `an altered header is noticed`() throws {
        let archive = TarBuilder.entry("name", [1])
        for index in 0..<512 {
            var altered = archive
            altered[index] ^= 0x10
            let entries = try? TarReader.entries(of: altered + TarBuilder.end)
            #expect(entries == nil || entries?.map(\.path) == ["name"])
        }
    }

    @Test func `random bytes never crash`() {
        for round in 0..<200 {
            let noise = DeflateTests.noise(2048, seed: UInt64(round))
            _ = try? TarReader.entries(of: noise)
            _ = try? self.read(TarBuilder.entry("x", noise, type: "x"), TarBuilder.entry("a"))
        }
    }

    @Test func `a packed archive is read in chunks of any size`() throws {
        let files = (0..<20).map { TarBuilder.entry("top/file\($0)", DeflateTests.noise($0 * 100, seed: UInt64($0))) }
        let packed = try Deflate.pack(files.flatMap { $0 } + TarBuilder.end, as: .gzip)
        for size in [1, 1000, packed.count] {
            let reader = try TarGzipReader()
            var entries: [TarEntry] = []
            var rest = packed[...]
            while !rest.isEmpty {
                try reader.read(rest.prefix(size)) { entries.append($0) }
                rest = rest.dropFirst(size)
            }
            try reader.finish()
            #expect(entries.map(\.path) == (0..<20).map { "top/file\($0)" })
            #expect(entries.map(\.content.count) == (0..<20).map { $0 * 100 })
        }
    }

    @Test func `a packed archive that unpacks beyond its limit, or is cut, is refused`() throws {
        let bomb = try Deflate.pack(
            TarBuilder.entry("a", [UInt8](repeating: 0, count: 4 << 20)) + TarBuilder.end, as: .gzip, level: 9)
        let small = try TarGzipReader(limits: TarLimits(totalSize: 1 << 20))
        #expect(throws: CompressionFailure.self) { try small.read(bomb[...]) { _ in } }
        let cut = try TarGzipReader()
        try cut.read(bomb.dropLast(9)) { _ in }
        #expect(throws: CompressionFailure.truncated) { try cut.finish() }
    }
}
