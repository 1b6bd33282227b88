import FoundationEssentials
import HealingDomain

/// Goes through a folder's source files, in the order of their names' bytes, without following symbolic links.
struct FolderWalk: IteratorProtocol {
    /// Dependencies, build output and git's own files: not the team's source.
    static let skippedFolders: Set<String> = [
        ".git", "node_modules", "vendor", ".venv", "venv", "dist", "build", "__pycache__", "target", ".build",
    ]

    enum Entry: Hashable {
        /// A regular file in a known language: its path below the root and its size in bytes, where that is known.
        case source(path: String, size: Int?)
        case unreadable(ScanReport.Problem)
    }

    let root: String
    /// Paths below the root that are still to be visited, the next one last.
    private var pending: [String]

    init(root: String) throws(Fault) {
        let doing = "scanning the folder \(root)"
        var isFolder = false
        guard FileManager.default.fileExists(atPath: root, isDirectory: &isFolder) else {
            throw Fault(
                doing: doing, detail: "there is no such folder",
                advice: "Name a folder that exists on this machine, such as the one you cloned the repository into.")
        }
        guard isFolder else {
            throw Fault(
                doing: doing, detail: "it is a file, not a folder", advice: "Name the folder that the file stands in.")
        }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: root) else {
            throw Fault(
                doing: doing, detail: "it cannot be read",
                advice: "Let this user read the folder, or run the scan as a user who may.")
        }
        self.root = root
        self.pending = Self.lastFirst(names)
    }

    mutating func next() -> Entry? {
        while let path = self.pending.popLast() {
            if let entry = self.visit(path) { return entry }
        }
        return nil
    }

    private mutating func visit(_ path: String) -> Entry? {
        let place = "\(self.root)/\(path)"
        let isSource = Language(path: path) != .generic
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: place) else {
            return isSource ? .unreadable(.init(path: path, reason: "it cannot be read")) : nil
        }
        switch attributes[.type] as? FileAttributeType {
        case .typeDirectory?:
            let name = path.split(separator: "/").last.map(String.init) ?? path
            guard !Self.skippedFolders.contains(name) else { return nil }
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: place) else {
                return .unreadable(.init(path: path, reason: "the folder cannot be read"))
            }
            self.pending += Self.lastFirst(names).map { "\(path)/\($0)" }
            return nil
        case .typeRegular?:
            let size = (attributes[.size] as? any BinaryInteger).map { Int(clamping: $0) }
            return isSource ? .source(path: path, size: size) : nil
        default:
            return nil
        }
    }

    private static func lastFirst(_ names: [String]) -> [String] {
        names.sorted { $1.utf8.lexicographicallyPrecedes($0.utf8) }
    }
}
