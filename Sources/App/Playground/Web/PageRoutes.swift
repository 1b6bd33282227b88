import FoundationEssentials
import HTTPTypes
import Hummingbird
import Mustache

/// The page and what its scripts ask for.
struct PageRoutes: Sendable {
    let playground: Playground
    private let shell: MustacheTemplate
    private let folder: String

    init(playground: Playground) throws {
        self.playground = playground
        self.folder = StoryBook.resources("Page")
        let text = try String(contentsOfFile: "\(self.folder)/index.mustache", encoding: .utf8)
        self.shell = try MustacheTemplate(string: text)
    }

    func add(to router: Router<BasicRequestContext>) {
        router.get("/", use: self.page)
        router.get("/archives/:channel/:message", use: self.permalink)
        router.get("/page/:file", use: self.file)
        router.get("/play/state", use: self.state)
        router.get("/play/git", use: self.git)
        for (name, handler) in PlayActions(playground: self.playground).all {
            router.post("/play/\(name)") { request, _ in try await Self.act(request, handler) }
        }
    }

    static let headers: HTTPFields = [
        .contentSecurityPolicy:
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        .cacheControl: "no-cache",
    ]

    @Sendable
    private func page(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let story = self.playground.story
        let address = self.playground.address
        let name = story.repository.name
        let values = [
            "team": SlackApp.teamName, "clone": address.cloneURL(name), "repository": name,
            "folder": name.split(separator: "/").last.map(String.init) ?? name,
        ]
        return .bytes(
            Array(self.shell.render(values).utf8), type: "text/html; charset=utf-8", headers: Self.headers)
    }

    /// A permalink opens the page at the message.
    @Sendable
    private func permalink(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let channel = context.parameters.get("channel") ?? ""
        let message = context.parameters.get("message") ?? ""
        let isPlain = (channel + message).allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        let thread = request.query["thread_ts"].map { "/p" + $0.filter(\.isNumber) } ?? ""
        let place = isPlain ? "/#\(channel)/\(message)\(thread)" : "/"
        return Response(status: .seeOther, headers: [.location: place])
    }

    @Sendable
    private func file(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let name = context.parameters.get("file") ?? ""
        let types = ["css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"]
        guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0 == "." || $0 == "-") }),
            let ending = name.split(separator: ".").last, let type = types[String(ending)],
            let content = FileManager.default.contents(atPath: "\(self.folder)/\(name)")
        else { return .text("Not found", status: .notFound) }
        return .bytes([UInt8](content), type: "\(type); charset=utf-8", headers: Self.headers)
    }

    /// What a person sees; 204 where nothing changed since `version`.
    @Sendable
    private func state(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let person = request.query["as"] ?? StoryBook.senior
        let state = await self.playground.workspace.pageState(for: person)
        if request.query["version"] == state["version"]?.int.map(String.init) { return Response(status: .noContent) }
        return .json(state)
    }

    @Sendable
    private func git(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        .json(try await GitPanel(playground: self.playground).state())
    }

    /// Only a page of this origin can send JSON here: a form of another site cannot.
    private static func act(_ request: Request, _ handler: PlayActions.Handler) async throws -> Response {
        guard request.headers[.contentType]?.hasPrefix("application/json") == true,
            let body = JSON(parsing: try await request.bytes()), body.object != nil
        else { return .json(["ok": false, "error": "send a JSON object"], status: .badRequest) }
        do {
            return .json((["ok": true] as JSON).merging(try await handler(body)))
        } catch let error as SlackError {
            return .json(["ok": false, "error": .string(error.code)], status: .badRequest)
        } catch let error as GitHubError {
            return .json(["ok": false, "error": .string(error.message)], status: .badRequest)
        }
    }
}

extension HTTPField.Name {
    // A constant of letters and hyphens only, which is always a name.
    static let contentSecurityPolicy = HTTPField.Name("Content-Security-Policy") ?? .server
}
