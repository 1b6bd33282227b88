import FoundationEssentials
import HealingDomain

/// Reads a folder's source files a batch at a time; what it does not read becomes a problem.
struct SourceFolderReader {
    struct Batch {
        var files: [SourceFile] = []
        var problems: [ScanReport.Problem] = []
        var bytes = 0
    }

    private var walk: FolderWalk
    private let limits: FolderScan.Limits
    private var taken = 0
    private var isDone = false

    init(walk: FolderWalk, limits: FolderScan.Limits) {
        self.walk = walk
        self.limits = limits
    }

    /// The next files, `nil` after the last ones.
    mutating func nextBatch() -> Batch? {
        guard !self.isDone else { return nil }
        var batch = Batch()
        while batch.files.count < self.limits.filesOfBatch, batch.bytes < self.limits.bytesOfBatch {
            guard let entry = self.walk.next() else {
                self.isDone = true
                break
            }
            switch entry {
            case .unreadable(let problem):
                batch.problems.append(problem)
            case .source(let path, _) where self.taken >= self.limits.files:
                batch.problems.append(self.leftOut(from: path))
                self.isDone = true
                return batch
            case .source(let path, let size):
                self.taken += 1
                self.read(path, size: size, into: &batch)
            }
        }
        return batch
    }

    private func read(_ path: String, size: Int?, into batch: inout Batch) {
        func leaveOut(_ reason: String) { batch.problems.append(.init(path: path, reason: reason)) }
        let tooLarge = "it is larger than \(self.limits.bytesOfFile) bytes"
        guard (size ?? 0) <= self.limits.bytesOfFile else { return leaveOut(tooLarge) }
        guard let data = try? Data(contentsOf: URL(filePath: "\(self.walk.root)/\(path)")) else {
            return leaveOut("it cannot be read")
        }
        // The file may have grown since its size was asked for.
        guard data.count <= self.limits.bytesOfFile else { return leaveOut(tooLarge) }
        guard let content = String(validating: data, as: UTF8.self) else { return leaveOut("it is not UTF-8 text") }
        batch.files.append(SourceFile(path: path, content: content))
        batch.bytes += data.count
    }

    /// One problem for all files beyond the limit: a problem for each would be as unbounded as the folder.
    private mutating func leftOut(from first: String) -> ScanReport.Problem {
        var others = 0
        while let entry = self.walk.next() {
            if case .source = entry { others += 1 }
        }
        let files = others == 0 ? "this file was" : "this file and \(others) after it were"
        return ScanReport.Problem(
            path: first, reason: "\(files) not scanned, since one scan takes at most \(self.limits.files) files")
    }
}
