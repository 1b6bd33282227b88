import Foundation
import Testing

struct LayerRules {
    static func violations(in files: [SourceTree.File]) -> [String] {
        files.flatMap { file -> [String] in
            guard let allowed = AllowedImports.table[file.module] else {
                return ["\(file.path): \(file.module) has no row"]
            }
            return file.imports.filter { !allowed.contains($0) && $0 != "Testing" }
                .map { "\(file.path) imports \($0)" }
        }
    }

    @Test func `every import line is in the table of its module`() throws {
        let files = try SourceTree.sources()
        #expect(files.count > 50)
        #expect(Self.violations(in: files) == [])
    }

    @Test(arguments: [
        ("HealingDomain", "import Foundation"), ("HealingFlow", "internal import EmbeddedBackend"),
        ("SlackGateway", "package import GitHubGateway"), ("EmbeddedBackend", "@preconcurrency import CCurl"),
        ("Playground", "import struct HealingDomain.Finding"), ("HTTPCalling", "  import HealingDomain;"),
        ("ControlPlane", "@_spi(X) import SlackGateway"),
    ])
    func `a planted violation is found`(module: String, line: String) {
        let planted = SourceTree.File(module: module, path: "planted.swift", text: "import Logging\n\(line)\n")
        #expect(!Self.violations(in: [planted]).filter { !$0.hasSuffix("Logging") }.isEmpty)
    }

    @Test func `only the wrappers of C handles hold unchecked Sendable`() throws {
        let offenders = try SourceTree.sources()
            .filter { $0.text.contains("@unchecked Sendable") && !AllowedImports.handleOwners.contains($0.module) }
        #expect(offenders.map(\.path) == [])
    }

    @Test func `no tool of the tests leaks into the program`() throws {
        let offenders = try SourceTree.sources().filter {
            $0.imports.contains { ["Testing", "HealingTesting"].contains($0) }
        }
        #expect(offenders.map(\.path) == [])
    }
}
