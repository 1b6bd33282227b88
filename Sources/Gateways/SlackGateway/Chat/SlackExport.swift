import FoundationEssentials
package import HealingDomain

/// A Slack export on disk, unpacked: `channels.json` (and `groups.json`), `users.json`, one folder a channel with one file
/// a day. Direct and group messages in it are never read.
package struct SlackExport: Sendable {
    private static let longestFile = 64 << 20
    package let folder: String
    package let channels: [Channel]
    private let names: [String: String]

    package init(folder: String) throws(Fault) {
        self.folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        let doing = "opening the export \(folder)"
        guard let open = try Self.json("channels.json", in: self.folder, doing) else {
            throw Fault(
                doing: doing, detail: "there is no channels.json in it",
                advice: "Unpack the export that Slack gave you, and name the folder that has channels.json in it.")
        }
        let closed = try Self.json("groups.json", in: self.folder, doing) ?? []
        self.channels =
            open.elements.compactMap { Self.channel($0, isPrivate: false) }
            + closed.elements.compactMap { Self.channel($0, isPrivate: true) }
        let people = (try Self.json("users.json", in: self.folder, doing) ?? []).elements
            .compactMap { Person(user: $0, ourTeam: nil) }
        self.names = Dictionary(people.map { ($0.id.rawValue, $0.name) }) { first, _ in first }
    }

    /// The days of a channel for which there is a file, newest first: what the import is cut into.
    package func days(of channel: Channel) throws(Fault) -> [String] {
        let files: [String]
        do {
            files = try FileManager.default.contentsOfDirectory(atPath: self.folder + "/" + channel.name)
        } catch {
            // A channel without a message has no folder.
            return []
        }
        return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted(by: >)
    }

    /// The threads that were opened on a day, each with all its replies of that day and of the later ones.
    ///
    /// - Parameter later: replies that were met on later days, by thread; what this day opens is taken out of it.
    package func threads(
        of channel: Channel, day: String, later: inout [MessageTimestamp: [RawMessage]]
    ) throws(Fault) -> [[RawMessage]] {
        let doing = "reading \(day) of #\(channel.name) in the export"
        let path = channel.name + "/" + day + ".json"
        let messages = (try Self.json(path, in: self.folder, doing) ?? []).elements
            .compactMap { RawMessage($0, names: self.names, identity: nil) }
        var threads: [[RawMessage]] = []
        for message in messages {
            guard let thread = message.thread, thread != message.timestamp else { continue }
            later[thread, default: []].append(message)
        }
        for message in messages where message.thread == nil || message.thread == message.timestamp {
            let replies = later.removeValue(forKey: message.timestamp) ?? []
            threads.append([message] + replies.sorted { $0.timestamp < $1.timestamp })
        }
        return threads
    }

    /// Names become parts of paths: those that could leave the folder are no channels.
    private static func channel(_ json: JSONValue, isPrivate: Bool) -> Channel? {
        guard let id = json["id"].text, let name = json["name"].text, !name.contains("/"), !name.hasPrefix(".") else {
            return nil
        }
        return Channel(id: ChannelID(id), name: name, isPrivate: isPrivate)
    }

    private static func json(_ path: String, in folder: String, _ doing: String) throws(Fault) -> JSONValue? {
        let url = URL(fileURLWithPath: folder + "/" + path)
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        do {
            let data = try Data(contentsOf: url)
            guard data.count <= Self.longestFile else {
                throw Fault(doing: doing, detail: "\(path) is over 64 MB")
            }
            return try JSONValue(parsing: data)
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(doing: doing, detail: "\(path) cannot be read: \(error)")
        }
    }
}
