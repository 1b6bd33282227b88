import FoundationEssentials
import HealingDomain

/// `link`: which GitHub account a person in Slack owns.
///
/// What counts is only what is proven: the person is told a text that nobody can guess, publishes it as a gist of the
/// account, which nobody else can write to, and gives me its link. Whoever runs the server may also set accounts in the
/// settings. Until then the account is unknown, and whatever needs a known one says so.
struct LinkCommand: CommandHandler {
    let store: any TeamSettingsStore
    let approvals: any ApprovalStore
    let gists: (any GistReader)?
    let configuredLogin: @Sendable (PersonID) async -> String?
    let log: TeamLog
    let settings: ControlPlaneSettings
    let newID: @Sendable () -> String
    let now: @Sendable () -> Date

    private static let lifetime: Double = 3600

    func answer(_ wish: LinkWish, to asker: Asker) async throws(Fault) -> ChannelMessage {
        switch wish {
        case .show: try await self.show(asker.person.id)
        case .login(let login): try await self.ask(login, asker)
        case .proof(let url): try await self.check(url, asker)
        case .remove: try await self.remove(asker.person.id)
        }
    }

    private var form: StyledText { StyledText([.code("\(self.settings.command) link your-login")]) }

    private func show(_ person: PersonID) async throws(Fault) -> ChannelMessage {
        if let link = try await self.store.link(of: person) {
            return ChannelMessage(
                """
                You are \(.bold(link.login)) on GitHub, proven on \(String(link.at.inWords.prefix(10))). \
                \(.code("\(self.settings.command) link none")) forgets that.
                """)
        }
        if let login = await self.configuredLogin(person) {
            return ChannelMessage("You are \(.bold(login)) on GitHub: whoever runs me set that.")
        }
        return ChannelMessage("I do not know your GitHub account. \(self.form) proves it.")
    }

    private func ask(_ login: String, _ asker: Asker) async throws(Fault) -> ChannelMessage {
        guard self.gists != nil else { return ChannelMessage(Self.noGitHub) }
        if let link = try await self.store.link(of: asker.person.id), link.login.lowercased() == login.lowercased() {
            return ChannelMessage("You are \(.bold(link.login)) on GitHub already.")
        }
        guard asker.command.isAnsweredAlone else {
            return ChannelMessage(
                "The proof is between us: please type \(.code("\(self.settings.command) link \(login)")), not a mention."
            )
        }
        let request = LinkRequest(
            person: asker.person.id, login: login, token: "codehealer-\(self.newID())",
            expiresAt: self.now().addingTimeInterval(Self.lifetime))
        try await self.store.save(request)
        return ChannelMessage(
            fallback: "Prove that \(login) is your account.",
            blocks: [
                .section(
                    """
                    To prove that \(.bold(login)) is you, sign in to GitHub as \(.bold(login)) and make a gist \
                    (secret is fine) with this text, until \(request.expiresAt.inWords):
                    """),
                .code(request.token),
                .section("Then give me its link: \(.code("\(self.settings.command) link \(login) https://gist…"))"),
                .context("Only the owner of an account can write its gists. You may delete it afterwards."),
            ])
    }

    private func check(_ url: String, _ asker: Asker) async throws(Fault) -> ChannelMessage {
        guard let gists = self.gists else { return ChannelMessage(Self.noGitHub) }
        let person = asker.person.id
        guard let request = try await self.store.linkRequest(of: person, at: self.now()) else {
            return ChannelMessage("I have not asked you for a proof, or it is too old. Start with \(self.form).")
        }
        guard let gist = try await gists.gist(link: url) else {
            return ChannelMessage("I find no gist there. Please paste the link of the gist's own page.")
        }
        guard gist.owner.lowercased() == request.login.lowercased() else {
            return ChannelMessage(
                "That gist belongs to \(.bold(gist.owner)), and you said you are \(.bold(request.login)). Nothing is linked."
            )
        }
        guard gist.texts.contains(where: { $0.contains(request.token) }) else {
            return ChannelMessage("The gist does not hold \(.code(request.token)). Nothing is linked.")
        }
        let older = try await self.store.link(of: person)
        if older?.login.lowercased() != gist.owner.lowercased(), try await self.isNeeded(older) {
            return ChannelMessage(Self.needed)
        }
        let link = IdentityLink(person: person, login: gist.owner, proof: .gist(url: url), at: self.now())
        guard try await self.store.save(link) else {
            return ChannelMessage(
                "\(.bold(gist.owner)) is linked to somebody else in this workspace. They have to give it up first.")
        }
        try await self.store.removeLinkRequest(of: person)
        try await self.log.append(.linked, by: person, detail: "\(gist.owner) on GitHub, proven by a gist")
        return ChannelMessage("You are \(.bold(gist.owner)) on GitHub. You may delete the gist.")
    }

    /// Nobody becomes unknown, or somebody else, to approve a fix of their own code.
    private func isNeeded(_ link: IdentityLink?) async throws(Fault) -> Bool {
        guard let login = link?.login.lowercased() else { return false }
        return try await self.approvals.pending().contains { $0.author?.lowercased() == login }
    }

    private func remove(_ person: PersonID) async throws(Fault) -> ChannelMessage {
        if try await self.isNeeded(try await self.store.link(of: person)) { return ChannelMessage(Self.needed) }
        try await self.store.removeLinkRequest(of: person)
        guard let link = try await self.store.removeLink(of: person) else {
            return ChannelMessage("You have no linked GitHub account.")
        }
        try await self.log.append(.unlinked, by: person, detail: "\(link.login) on GitHub")
        return ChannelMessage("I no longer know your GitHub account.")
    }

    private static let needed: StyledText =
        "A fix of your own code waits for a decision, so your account stays linked until that is made."
    private static let noGitHub: StyledText = "I cannot ask GitHub here, so I cannot check a proof."
}
