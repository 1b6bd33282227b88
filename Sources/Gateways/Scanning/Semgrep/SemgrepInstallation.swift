import FoundationEssentials
package import HealingDomain

/// Where Semgrep is on this machine.
package struct SemgrepInstallation: Sendable, Hashable {
    /// The absolute path of the `semgrep` program.
    package var executable: String

    package init(executable: String) { self.executable = executable }

    /// Looks for the program: `setting` if given (then nowhere else), then `.venv/bin/semgrep` in the working folder and
    /// in the folders above this program, then `PATH`. Throws a fault that says how to get it.
    package static func find(
        setting: String?, workingDirectory: String = FileManager.default.currentDirectoryPath,
        program: String = CommandLine.arguments.first ?? "",
        searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? ""
    ) throws(Fault) -> SemgrepInstallation {
        if let setting, !setting.isEmpty {
            let path = Self.absolute(setting, in: workingDirectory)
            guard FileManager.default.isExecutableFile(atPath: path) else {
                throw Self.missing("there is no program at \(setting)")
            }
            return SemgrepInstallation(executable: path)
        }
        let folders = [workingDirectory] + Self.folders(above: Self.absolute(program, in: workingDirectory))
        let candidates =
            folders.map { $0 + "/.venv/bin/semgrep" }
            + searchPath.split(separator: ":").map { Self.absolute(String($0), in: workingDirectory) + "/semgrep" }
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw Self.missing("it is neither in .venv nor on the PATH")
        }
        return SemgrepInstallation(executable: found)
    }

    private static func missing(_ detail: String) -> Fault {
        Fault(
            doing: "looking for Semgrep", detail: detail,
            advice: "Run scripts/setup, which installs it in .venv, or name its program in the settings.")
    }

    private static func absolute(_ path: String, in folder: String) -> String {
        path.hasPrefix("/") ? path : folder + "/" + path
    }

    /// At most the eight folders above: `.build/x86_64-unknown-linux-gnu/debug` is three deep.
    private static func folders(above path: String) -> [String] {
        var pieces = path.split(separator: "/").dropLast()
        var folders: [String] = []
        while !pieces.isEmpty, folders.count < 8 {
            folders.append("/" + pieces.joined(separator: "/"))
            pieces = pieces.dropLast()
        }
        return folders
    }
}
