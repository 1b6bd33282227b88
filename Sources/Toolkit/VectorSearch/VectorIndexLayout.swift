/// Where what lies in an index file: a head, then blocks of rows, each column of a block in one piece so that a scan runs
/// through it without a step.
struct VectorIndexLayout: Sendable, Hashable {
    static let magic: UInt64 = 0x3130_7865_6456_6843  // "ChVdex01"
    static let headBytes = 4096
    static let blockRows = 1024
    /// The group of a row that is free.
    static let free = UInt32.max

    let dimension: Int
    /// Bytes of one row's codes: the dimension, filled up to what the kernel takes at a time.
    let width: Int

    init(dimension: Int) {
        self.dimension = dimension
        self.width = (dimension + 31) / 32 * 32
    }

    var blockBytes: Int { Self.blockRows * (8 + 4 + 4 + self.width + 4 * self.dimension) }
    func bytes(blocks: Int) -> Int { Self.headBytes + blocks * self.blockBytes }
    func blocks(bytes: Int) -> Int { max(0, (bytes - Self.headBytes) / self.blockBytes) }

    /// Offsets of a block's columns in the file.
    func ids(_ block: Int) -> Int { Self.headBytes + block * self.blockBytes }
    func groups(_ block: Int) -> Int { self.ids(block) + 8 * Self.blockRows }
    func scales(_ block: Int) -> Int { self.groups(block) + 4 * Self.blockRows }
    func codes(_ block: Int) -> Int { self.scales(block) + 4 * Self.blockRows }
    func vectors(_ block: Int) -> Int { self.codes(block) + self.width * Self.blockRows }
}
