/// What each module of ours may import: the layers of docs/architecture.md as a table. SwiftPM lets a transitive import
/// pass, so this is the guard.
enum AllowedImports {
    static let foundation: Set<String> = ["FoundationEssentials", "Synchronization", "Glibc", "Musl", "Darwin"]
    static let fullFoundation: Set<String> = [
        "Foundation", "FoundationEssentials", "Synchronization", "Glibc", "Musl", "Darwin",
    ]

    /// Module → ours and others' that it may name.
    static let table: [String: Set<String>] = [
        "HTTPCalling": fullFoundation.union(["CCurl", "Cryptography", "Logging"]),
        "Cryptography": foundation.union(["COpenSSL"]),
        "Compression": foundation.union(["CZlib"]),
        "SentenceEncoding": fullFoundation.union(["CVectorMath"]),
        "VectorSearch": foundation.union(["CVectorMath"]),
        "Observability": foundation.union(["Logging", "Metrics", "CoreMetrics"]),
        "HealingDomain": ["FoundationEssentials"],
        "FixReplay": ["FoundationEssentials", "HealingDomain"],
        "TeamMemory": foundation.union(["HealingDomain"]),
        "HealingFlow": foundation.union([
            "HealingDomain", "FixReplay", "TeamMemory", "Observability", "Logging", "Metrics",
        ]),
        "ControlPlane": foundation.union(["HealingDomain", "Observability", "Logging"]),
        "SlackGateway": foundation.union(["HealingDomain", "HTTPCalling", "Cryptography", "Observability", "Logging"]),
        "GitHubGateway": foundation.union([
            "HealingDomain", "HTTPCalling", "Cryptography", "Compression", "Observability", "Logging",
        ]),
        "Scanning": fullFoundation.union([
            "HealingDomain", "Observability", "Cryptography", "Subprocess", "Logging", "Yams", "SystemPackage",
        ]),
        "ModelGateway": foundation.union(["HealingDomain", "HTTPCalling", "Observability", "Logging"]),
        "EmbeddedBackend": fullFoundation.union([
            "HealingDomain", "TeamMemory", "Cryptography", "Observability", "Logging", "GRDB",
        ]),
        "Bootstrap": fullFoundation.union([
            "HealingDomain", "HealingFlow", "ControlPlane", "FixReplay", "TeamMemory", "SlackGateway", "GitHubGateway",
            "Scanning", "ModelGateway", "EmbeddedBackend", "HTTPCalling", "Cryptography", "Observability", "Logging",
            "Metrics", "Hummingbird", "HummingbirdCore", "NIOCore", "NIOHTTP1", "HTTPTypes", "ServiceLifecycle",
            "Configuration", "SystemPackage",
        ]),
        "Playground": fullFoundation.union([
            "HTTPCalling", "Cryptography", "Compression", "Observability", "Logging", "Hummingbird", "NIOCore",
            "HTTPTypes",
            "ServiceLifecycle", "UnixSignals", "Subprocess", "SystemPackage", "Mustache",
        ]),
        "codehealer": fullFoundation.union([
            "Bootstrap", "Playground", "HealingDomain", "Observability", "ArgumentParser", "Logging", "CoreMetrics",
        ]),
    ]

    /// Only these may hold `@unchecked Sendable`: the wrappers of C handles.
    static let handleOwners: Set<String> = ["HTTPCalling", "Cryptography", "Compression"]
}
