import FoundationEssentials
import HealingDomain

/// The private folder in which Semgrep works: the joined rules, the texts to scan under names of ours, and an empty home,
/// so that neither the machine's settings nor a file of a scanned repository (`.semgrepignore`, `.semgrep.yml`) is read.
struct SemgrepWorkspace: Sendable {
    let root: String
    let installation: SemgrepInstallation
    let memoryLimit: Int

    var rulesFile: String { self.root + "/rules.yaml" }
    var texts: String { self.root + "/texts" }

    /// Makes the folder, open to this user alone, and writes the rules.
    init(
        in parent: String, rules: String, installation: SemgrepInstallation, memoryLimit: Int
    ) throws(Fault) {
        Self.removeOrphans(in: parent)
        let process = ProcessInfo.processInfo.processIdentifier
        self.root = "\(parent)/\(Self.prefix)\(process)-\(UUID().uuidString.lowercased())"
        self.installation = installation
        self.memoryLimit = memoryLimit
        try Self.makeFolder(self.root)
        try Self.makeFolder(self.root + "/home")
        try Self.makeFolder(self.root + "/texts")
        try Self.write(Array(rules.utf8), to: self.root + "/rules.yaml")
    }

    /// Semgrep with these arguments: nothing is sent anywhere, no newer version is asked for.
    func command(_ arguments: [String]) -> ChildCommand {
        let home = self.root + "/home"
        return ChildCommand(
            executable: self.installation.executable, arguments: arguments,
            environment: [
                "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": home, "XDG_CONFIG_HOME": home,
                "XDG_CACHE_HOME": home, "TMPDIR": home, "SEMGREP_SETTINGS_FILE": home + "/settings.yml",
                "SEMGREP_SEND_METRICS": "off", "SEMGREP_ENABLE_VERSION_CHECK": "0", "NO_COLOR": "1",
            ],
            workingDirectory: self.root, memoryLimit: self.memoryLimit)
    }

    func remove() { try? FileManager.default.removeItem(atPath: self.root) }

    private static let prefix = "codehealer-scan-"

    /// A process that was killed leaves its folder behind. Told by `/proc`; without one nothing is removed.
    private static func removeOrphans(in parent: String) {
        guard FileManager.default.fileExists(atPath: "/proc/self") else { return }
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        where name.hasPrefix(Self.prefix) {
            guard let owner = name.dropFirst(Self.prefix.count).split(separator: "-").first, Int32(owner) != nil,
                !FileManager.default.fileExists(atPath: "/proc/\(owner)")
            else { continue }
            try? FileManager.default.removeItem(atPath: parent + "/" + name)
        }
    }

    static func makeFolder(_ path: String) throws(Fault) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Fault(
                doing: "making the scanner's folder \(path)", detail: String(describing: error), isRetryable: true)
        }
    }

    static func write(_ bytes: [UInt8], to path: String) throws(Fault) {
        do {
            try Data(bytes).write(to: URL(filePath: path))
        } catch {
            throw Fault(
                doing: "writing a text for the scanner to \(path)", detail: String(describing: error), isRetryable: true
            )
        }
    }
}
