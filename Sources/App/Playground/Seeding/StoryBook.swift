import Foundation

/// The story that the playground is seeded with, read from the bundled files.
package struct StoryBook: Sendable {
    struct Message: Codable, Sendable {
        struct Reply: Codable, Sendable {
            /// After the message before it.
            var minutes: Int
            var by: String
            var text: String
            var reactions: [String: [String]]
        }

        var channel: String
        var daysAgo: Int
        var by: String
        var text: String
        var reactions: [String: [String]]
        var replies: [Reply]
    }

    struct Repository: Codable, Sendable {
        var name: String
        var commits: [Commit]
        var pushes: [Push]
        var openPulls: [OpenPull]
    }

    struct Commit: Codable, Sendable {
        struct Pull: Codable, Sendable {
            var number: Int
            var title: String
            var head: String
            var mergedBy: String
            var body: String
        }

        var branch: String
        /// The branch that a new branch starts from.
        var after: String?
        var by: String
        var daysAgo: Int
        var message: String
        /// A folder of the story: its files are put over those of the commit before.
        var files: String
        /// Set where the commit came by a merged pull request.
        var pull: Pull?
    }

    /// A pull request that is open when the story begins, with defects in it.
    struct OpenPull: Codable, Sendable {
        var number: Int
        var by: String
        /// The GitHub login of a person who has none in the story.
        var login: String?
        var title: String
        var body: String
        var head: String
        /// `owner/name` where the branch is in a fork, whose owner lets nobody else push.
        var fork: String?
        var message: String
        var files: String
    }

    /// A commit with defects for somebody to push.
    struct Push: Codable, Sendable {
        var number: Int
        var by: String
        var message: String
        var files: String
    }

    package var people: [SlackPerson]
    package var channels: [SlackChannel]
    var history: [Message]
    var repository: Repository
    private var folder: String

    package static let channel = "C07CODEHEAL"
    package static let senior = "U07MAYASNR"
    package static let guest = "U07INESDUA"
    package static let author = "U07TOMBERG"

    /// Reads the bundled story.
    package init() throws {
        try self.init(folder: Self.resources("Story"))
    }

    package init(folder: String) throws {
        func read<Value: Decodable>(_ name: String) throws -> Value {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).json"))
            return try JSONDecoder().decode(Value.self, from: data)
        }
        self.folder = folder
        self.people = try read("people")
        self.channels = try read("channels")
        self.history = try read("history")
        self.repository = try read("repository")
    }

    /// Where the bundled files of that name are.
    static func resources(_ name: String) -> String {
        Bundle.module.resourceURL?.appendingPathComponent(name).path ?? name
    }

    func person(_ handle: String) throws -> SlackPerson {
        guard let person = self.people.first(where: { $0.handle == handle }) else {
            throw StoryFault("no person \(handle)")
        }
        return person
    }

    func push(_ number: Int) throws -> Push {
        guard let push = self.repository.pushes.first(where: { $0.number == number }) else {
            throw StoryFault("the story has no push \(number)")
        }
        return push
    }

    /// Path → content of one folder of the repository's story.
    func files(_ name: String) throws -> [(path: String, content: [UInt8])] {
        let root = "\(self.folder)/shop/\(name)"
        guard let paths = FileManager.default.enumerator(atPath: root) else { throw StoryFault("no folder \(name)") }
        var files: [(path: String, content: [UInt8])] = []
        for case let path as String in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder), !isFolder.boolValue
            else { continue }
            files.append((path, [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(path)")))))
        }
        return files.sorted { $0.path < $1.path }
    }
}

/// What is wrong with the bundled story.
struct StoryFault: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
