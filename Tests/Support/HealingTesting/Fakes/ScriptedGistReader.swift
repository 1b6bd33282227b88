package import HealingDomain

/// Gists by their links.
package actor ScriptedGistReader: GistReader {
    private var gists: [String: Gist] = [:]
    private var fault: Fault?

    package init() {}

    package func publish(_ gist: Gist, at link: String) { self.gists[link] = gist }
    package func fail(with fault: Fault?) { self.fault = fault }

    package func gist(link: String) async throws(Fault) -> Gist? {
        if let fault { throw fault }
        return self.gists[link]
    }
}
