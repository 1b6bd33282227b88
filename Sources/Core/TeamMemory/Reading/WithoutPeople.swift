package import HealingDomain

extension RawMessage {
    /// The message as the people would not be in it: empty where one of them wrote it, their reactions gone, and where
    /// they are mentioned somebody is.
    package func without(_ people: Set<PersonID>) -> RawMessage {
        guard !people.isEmpty else { return self }
        var message = self
        if let author = self.author, people.contains(author) {
            message.text = ""
            message.author = nil
            message.authorName = ""
        }
        for (person, name) in self.mentions where people.contains(person) {
            message.text = message.text.withoutMention(of: name)
            message.mentions[person] = nil
        }
        message.reactions = self.reactions.mapValues { $0.filter { !people.contains($0) } }.filter { !$0.value.isEmpty }
        return message
    }
}

extension String {
    /// `@name` as `@somebody`, where the name ends there.
    fileprivate func withoutMention(of name: String) -> String {
        var result = ""
        var rest = self[...]
        while let found = rest.firstRange(of: "@" + name) {
            let goesOn = rest[found.upperBound...].first.map { $0.isLetter || $0.isNumber } ?? false
            result += rest[..<found.lowerBound] + (goesOn ? rest[found] : "@somebody")
            rest = rest[found.upperBound...]
        }
        return result + rest
    }
}

extension ThreadDocument {
    /// The document derived again from what others said; `nil` where nobody did. Reactions are not kept in documents, so
    /// that a check mark no longer counts until the thread is read again.
    package func without(_ people: Set<PersonID>) -> ThreadDocument? {
        guard !self.people.isDisjoint(with: people) else { return self }
        let mentions = Dictionary((self.mentions ?? []).map { ($0.person, $0.name) }) { first, _ in first }
        let raw = self.messages.map { message in
            RawMessage(
                timestamp: message.timestamp, thread: self.reference.timestamp, author: message.author,
                authorName: message.authorName, text: message.text,
                mentions: mentions.filter { message.text.contains("@" + $0.value) }
            ).without(people)
        }
        let merged = self.pairs.compactMap { pair -> String? in
            if case .mergedPullRequest(let url) = pair.origin { url } else { nil }
        }
        let channel = Channel(id: self.reference.channel, name: self.channelName, isPrivate: self.isPrivate)
        guard var document = ThreadReader().read(raw, in: channel, mergedLinks: Set(merged)) else { return nil }
        document.permalink = self.permalink
        document.pairs += self.pairs.filter { pair in
            if case .mergedPullRequest(let url) = pair.origin { document.links.contains(url) } else { false }
        }
        return document
    }
}
