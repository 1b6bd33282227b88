// swift-tools-version:6.2
import PackageDescription

// The layers of docs/architecture.md, top to bottom. `path:` groups the targets by layer so that a listing of
// Sources shows the architecture; ArchitectureTests holds the import rules that SwiftPM does not.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

func layer(
    _ name: String, in folder: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(folder)/\(name)", resources: resources,
        swiftSettings: settings)
}

func tests(of name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["HealingTesting"], path: "Tests/\(name)", resources: resources,
        swiftSettings: settings)
}

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let coreMetrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let collections: Target.Dependency = .product(name: "Collections", package: "swift-collections")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let system: [Target] = [
    .systemLibrary(
        name: "CCurl", path: "Sources/System/CCurl", pkgConfig: "libcurl",
        providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
        name: "COpenSSL", path: "Sources/System/COpenSSL", pkgConfig: "libcrypto",
        providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
        name: "CZlib", path: "Sources/System/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    // Loops over vectors are useless without the optimiser, in debug builds too.
    .target(name: "CVectorMath", path: "Sources/System/CVectorMath", cSettings: [.unsafeFlags(["-O3"])]),
]

let toolkit: [Target] = [
    layer("HTTPCalling", in: "Toolkit", ["CCurl", "Cryptography", logging]),
    layer("Cryptography", in: "Toolkit", ["COpenSSL"]),
    layer("Compression", in: "Toolkit", ["CZlib"]),
    layer("SentenceEncoding", in: "Toolkit", ["CVectorMath"]),
    layer("VectorSearch", in: "Toolkit", ["CVectorMath"]),
    layer("Observability", in: "Toolkit", [logging, metrics, coreMetrics]),
]

let core: [Target] = [
    layer("HealingDomain", in: "Core"),
    layer("FixReplay", in: "Core", ["HealingDomain"]),
    layer("TeamMemory", in: "Core", ["HealingDomain"]),
    layer(
        "HealingFlow", in: "Core",
        ["HealingDomain", "FixReplay", "TeamMemory", "Observability", logging, metrics]),
    layer("ControlPlane", in: "Core", ["HealingDomain", "Observability", logging]),
]

let gateways: [Target] = [
    layer("SlackGateway", in: "Gateways", ["HealingDomain", "HTTPCalling", "Cryptography", "Observability", logging]),
    layer(
        "GitHubGateway", in: "Gateways",
        ["HealingDomain", "HTTPCalling", "Cryptography", "Compression", "Observability", logging]),
    layer(
        "Scanning", in: "Gateways",
        ["HealingDomain", "Observability", "Cryptography", subprocess, systemPackage, logging, yams],
        resources: [.copy("Rules")]),
    layer("ModelGateway", in: "Gateways", ["HealingDomain", "HTTPCalling", "Observability", logging]),
]

let backends: [Target] = [
    layer(
        "EmbeddedBackend", in: "Backends",
        ["HealingDomain", "TeamMemory", "Cryptography", "Observability", logging, grdb])
]

let app: [Target] = [
    layer(
        "Bootstrap", in: "App",
        [
            "HealingDomain", "HealingFlow", "ControlPlane", "FixReplay", "TeamMemory", "SlackGateway",
            "GitHubGateway", "Scanning", "ModelGateway", "EmbeddedBackend", "HTTPCalling", "Cryptography",
            "Observability",
            logging, metrics, hummingbird, hummingbirdCore, nio, nioHTTP1, httpTypes, lifecycle, configuration,
            systemPackage,
        ]),
    layer(
        "Playground", in: "App",
        [
            "HTTPCalling", "Cryptography", "Compression", "Observability", logging, hummingbird, nio, httpTypes,
            lifecycle, subprocess,
            signals, mustache,
        ],
        resources: [.copy("Page"), .copy("Story")]),
    .executableTarget(
        name: "codehealer",
        dependencies: ["Bootstrap", "Playground", "HealingDomain", "Observability", arguments, logging, coreMetrics],
        path: "Sources/App/codehealer", swiftSettings: settings),
]

let support: [Target] = [
    .target(
        name: "HealingTesting", dependencies: ["HealingDomain", "TeamMemory", "Cryptography", nio, nioPosix],
        path: "Tests/Support/HealingTesting",
        swiftSettings: settings)
]

let suites: [Target] = [
    tests(of: "ArchitectureTests", []),
    tests(of: "HTTPCallingTests", ["HTTPCalling", hummingbird, nio, httpTypes]),
    tests(of: "CryptographyTests", ["Cryptography"]),
    tests(of: "CompressionTests", ["Compression"]),
    tests(of: "SentenceEncodingTests", ["SentenceEncoding"]),
    tests(of: "VectorSearchTests", ["VectorSearch"]),
    tests(of: "ObservabilityTests", ["Observability", logging, metrics]),
    tests(of: "HealingDomainTests", ["HealingDomain"]),
    tests(of: "FixReplayTests", ["FixReplay", "HealingDomain"]),
    tests(of: "TeamMemoryTests", ["TeamMemory", "HealingDomain"]),
    tests(
        of: "HealingFlowTests", ["HealingFlow", "ControlPlane", "HealingDomain", "FixReplay", "TeamMemory", logging]),
    tests(
        of: "ControlPlaneTests",
        ["ControlPlane", "HealingFlow", "HealingDomain", "SlackGateway", "EmbeddedBackend", logging],
        resources: [.copy("Golden")]),
    tests(
        of: "SlackGatewayTests",
        ["SlackGateway", "HealingDomain", "HTTPCalling", "Cryptography", hummingbird, nio, httpTypes, logging]),
    tests(
        of: "GitHubGatewayTests",
        ["GitHubGateway", "HealingDomain", "HTTPCalling", "Cryptography", hummingbird, nio, httpTypes, logging]),
    tests(
        of: "MiningTests",
        ["SlackGateway", "HealingFlow", "EmbeddedBackend", "HealingDomain", "HTTPCalling", logging]),
    tests(of: "ScanningTests", ["Scanning", "HealingDomain", subprocess, systemPackage, logging, yams]),
    tests(
        of: "ModelGatewayTests", ["ModelGateway", "HealingDomain", "HTTPCalling", hummingbird, nio, httpTypes, logging]),
    tests(of: "EmbeddedBackendTests", ["EmbeddedBackend", "TeamMemory", "HealingDomain", logging, grdb]),
    tests(of: "BootstrapTests", ["Bootstrap", "HealingDomain", "HealingFlow", "HTTPCalling", "Cryptography", logging]),
    tests(
        of: "PlaygroundTests", ["Playground", "SlackGateway", "HTTPCalling", "Cryptography", subprocess, logging]),
    tests(
        of: "EndToEndTests",
        ["Playground", "HealingDomain", "HTTPCalling", "Cryptography", "EmbeddedBackend", subprocess, logging]),
]

let package = Package(
    name: "codehealer",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "codehealer", targets: ["codehealer"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: [.defaults, "YAML"]),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: system + toolkit + core + gateways + backends + app + support + suites
)
