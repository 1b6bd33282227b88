import CVectorMath

/// The rows of an index file and where each id lies.
struct IndexedVectors {
    private let layout: VectorIndexLayout
    private let file: MappedFile
    private(set) var slots: [Int64: Int] = [:]
    private var freeSlots: [Int] = []
    private var used = 0

    struct Candidate {
        var id: Int64
        var slot: Int
        var score: Float
    }

    init(path: String, layout: VectorIndexLayout) throws(VectorIndexFailure) {
        self.layout = layout
        self.file = try MappedFile(path: path, size: layout.bytes(blocks: 1))
        let isKnown =
            self.head(0) == VectorIndexLayout.magic && self.head(1) == UInt64(layout.dimension)
            && layout.bytes(blocks: layout.blocks(bytes: self.file.bytes.count)) == self.file.bytes.count
        if isKnown, self.stamp != 0 { self.readSlots() } else { try self.beginAnew() }
    }

    // MARK: The head

    private func head(_ field: Int) -> UInt64 { self.file.bytes.load(fromByteOffset: field * 8, as: UInt64.self) }

    private func setHead(_ field: Int, _ value: UInt64) {
        self.file.bytes.storeBytes(of: value, toByteOffset: field * 8, as: UInt64.self)
    }

    var stamp: UInt64 { self.head(2) }

    /// The rows reach the disk before the stamp that vouches for them, and the stamp is gone from it before they change.
    mutating func commit(_ stamp: UInt64) throws(VectorIndexFailure) {
        guard stamp != self.stamp else { return }
        if stamp != 0 { try self.file.flush() }
        self.setHead(2, stamp)
        try self.file.flush()
    }

    private mutating func beginAnew() throws(VectorIndexFailure) {
        self.setHead(2, 0)
        self.used = 0
        self.slots = [:]
        self.freeSlots = []
        for block in 0..<self.layout.blocks(bytes: self.file.bytes.count) { self.clear(block) }
        self.setHead(0, VectorIndexLayout.magic)
        self.setHead(1, UInt64(self.layout.dimension))
        let whole = self.layout.bytes(blocks: max(1, self.layout.blocks(bytes: self.file.bytes.count)))
        if whole > self.file.bytes.count {
            try self.file.grow(to: whole)
            self.clear(0)
        }
    }

    private func clear(_ block: Int) {
        let from = self.layout.ids(block)
        let rows = UnsafeMutableRawBufferPointer(rebasing: self.file.bytes[from..<(from + self.layout.blockBytes)])
        rows.initializeMemory(as: UInt8.self, repeating: 0)
        let groups = self.layout.groups(block)
        for row in 0..<VectorIndexLayout.blockRows {
            self.file.bytes.storeBytes(
                of: VectorIndexLayout.free, toByteOffset: groups + 4 * row, as: UInt32.self)
        }
    }

    private mutating func readSlots() {
        for slot in 0..<(self.layout.blocks(bytes: self.file.bytes.count) * VectorIndexLayout.blockRows) {
            if self.group(slot) == VectorIndexLayout.free {
                self.freeSlots.append(slot)
            } else {
                self.slots[self.id(slot)] = slot
                self.used = slot + 1
            }
        }
        self.freeSlots.removeAll { $0 >= self.used }
        self.freeSlots.reverse()
    }

    // MARK: Rows

    private func place(_ slot: Int) -> (block: Int, row: Int) {
        (slot / VectorIndexLayout.blockRows, slot % VectorIndexLayout.blockRows)
    }

    private func id(_ slot: Int) -> Int64 {
        let (block, row) = self.place(slot)
        return self.file.bytes.load(fromByteOffset: self.layout.ids(block) + 8 * row, as: Int64.self)
    }

    private func group(_ slot: Int) -> UInt32 {
        let (block, row) = self.place(slot)
        return self.file.bytes.load(fromByteOffset: self.layout.groups(block) + 4 * row, as: UInt32.self)
    }

    mutating func insert(_ id: Int64, _ group: UInt32, _ vector: [Float]) throws(VectorIndexFailure) {
        let slot = if let known = self.slots[id] { known } else { try self.freeSlot() }
        let (block, row) = self.place(slot)
        let bytes = self.file.bytes
        bytes.storeBytes(of: id, toByteOffset: self.layout.ids(block) + 8 * row, as: Int64.self)
        bytes.storeBytes(of: group, toByteOffset: self.layout.groups(block) + 4 * row, as: UInt32.self)
        var codes = [Int8](repeating: 0, count: self.layout.width)
        let scale = vm_quantise(vector, vector.count, &codes)
        bytes.storeBytes(of: scale, toByteOffset: self.layout.scales(block) + 4 * row, as: Float.self)
        self.write(codes, at: self.layout.codes(block) + self.layout.width * row)
        self.write(vector, at: self.layout.vectors(block) + 4 * self.layout.dimension * row)
        self.slots[id] = slot
    }

    mutating func remove(_ id: Int64) {
        guard let slot = self.slots.removeValue(forKey: id) else { return }
        let (block, row) = self.place(slot)
        self.write(
            [Int8](repeating: 0, count: self.layout.width), at: self.layout.codes(block) + self.layout.width * row)
        self.write(
            [Float](repeating: 0, count: self.layout.dimension),
            at: self.layout.vectors(block) + 4 * self.layout.dimension * row)
        self.file.bytes.storeBytes(
            of: VectorIndexLayout.free, toByteOffset: self.layout.groups(block) + 4 * row, as: UInt32.self)
        self.freeSlots.append(slot)
    }

    mutating func removeAll() {
        for id in Array(self.slots.keys) { self.remove(id) }
    }

    private func write<Element>(_ values: [Element], at offset: Int) {
        values.withUnsafeBytes { values in
            let count = values.count
            UnsafeMutableRawBufferPointer(rebasing: self.file.bytes[offset..<(offset + count)]).copyMemory(from: values)
        }
    }

    private mutating func freeSlot() throws(VectorIndexFailure) -> Int {
        if let slot = self.freeSlots.popLast() { return slot }
        let blocks = self.layout.blocks(bytes: self.file.bytes.count)
        if self.used == blocks * VectorIndexLayout.blockRows {
            let more = max(1, blocks / 4)
            try self.file.grow(to: self.layout.bytes(blocks: blocks + more))
            for block in blocks..<(blocks + more) { self.clear(block) }
        }
        self.used += 1
        return self.used - 1
    }

    // MARK: Searching

    /// The rows whose bytes are nearest, in no order.
    func scan(_ query: [Float], limit: Int, groups: Set<UInt32>) -> [Candidate] {
        var codes = [Int8](repeating: 0, count: self.layout.width)
        _ = vm_quantise(query, query.count, &codes)
        var best = BestRows(limit: limit)
        var scores = [Float](repeating: 0, count: VectorIndexLayout.blockRows)
        let rows = VectorIndexLayout.blockRows
        for block in 0..<((self.used + rows - 1) / rows) {
            let count = min(rows, self.used - block * rows)
            guard let base = self.file.bytes.baseAddress else { break }
            let groupColumn = (base + self.layout.groups(block)).assumingMemoryBound(to: UInt32.self)
            vm_scan(
                codes, (base + self.layout.codes(block)).assumingMemoryBound(to: Int8.self),
                (base + self.layout.scales(block)).assumingMemoryBound(to: Float.self), count, self.layout.width,
                &scores)
            for row in 0..<count where scores[row] > best.threshold && groups.contains(groupColumn[row]) {
                best.add(slot: block * rows + row, score: scores[row])
            }
        }
        return best.rows.map { Candidate(id: self.id($0.slot), slot: $0.slot, score: $0.score) }
    }

    /// The product with the row's own numbers.
    func score(_ query: [Float], slot: Int) -> Float {
        let (block, row) = self.place(slot)
        guard let base = self.file.bytes.baseAddress else { return 0 }
        let vector = base + self.layout.vectors(block) + 4 * self.layout.dimension * row
        return vm_dot(query, vector.assumingMemoryBound(to: Float.self), self.layout.dimension)
    }
}

/// The best rows of a scan. Twice as many are kept, and the worse half is dropped when they are full: cheaper than a heap
/// where most rows are below the threshold anyway.
struct BestRows {
    private(set) var rows: [(slot: Int, score: Float)] = []
    private(set) var threshold = -Float.infinity
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
        self.rows.reserveCapacity(2 * limit)
    }

    mutating func add(slot: Int, score: Float) {
        self.rows.append((slot, score))
        guard self.rows.count == 2 * self.limit else { return }
        self.rows.sort { $0.score > $1.score }
        self.rows.removeLast(self.limit)
        self.threshold = self.rows.last?.score ?? -.infinity
    }
}
