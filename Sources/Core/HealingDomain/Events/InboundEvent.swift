/// A delivery, understood. What neither the flow nor the control plane acts on is `ignored`, with the reason.
package enum InboundEvent: Sendable, Hashable {
    case push(PushEvent)
    case pullRequest(PullRequestEvent)
    case command(Command)
    case action(CardAction)
    case modalSubmitted(ModalSubmission)
    /// A message was posted, edited or deleted: the thread it belongs to has to be read again.
    case threadChanged(ThreadChange)
    /// The bot is now in a channel: its history may be read.
    case joinedChannel(ChannelID)
    /// The bot left, or the channel is gone: its documents have to go.
    case leftChannel(ChannelID)
    case workspaceChanged(WorkspaceChange)
    case homeOpened(PersonID)
    /// Somebody clicked who may not, as the payload itself says: they are told, and nothing else happens.
    case turnedAway(TurnedAway)
    case ignored(reason: String)
}

package struct PushEvent: Sendable, Hashable, Codable {
    package var repository: RepositoryName
    package var branch: String
    package var before: CommitSHA
    package var after: CommitSHA
    /// GitHub login.
    package var pusher: String
    package var isForced: Bool
    package var isDeletion: Bool
    package var defaultBranch: String

    package init(
        repository: RepositoryName, branch: String, before: CommitSHA, after: CommitSHA, pusher: String,
        isForced: Bool = false, isDeletion: Bool = false, defaultBranch: String = "main"
    ) {
        self.repository = repository
        self.branch = branch
        self.before = before
        self.after = after
        self.pusher = pusher
        self.isForced = isForced
        self.isDeletion = isDeletion
        self.defaultBranch = defaultBranch
    }
}

package struct PullRequestEvent: Sendable, Hashable, Codable {
    package enum Action: String, Sendable, Codable { case opened, synchronized, merged, closed, other }

    package var action: Action
    package var repository: RepositoryName
    package var number: Int
    package var url: String
    package var title: String
    package var headBranch: String
    package var headSHA: CommitSHA
    package var baseBranch: String
    package var baseSHA: CommitSHA
    package var mergeSHA: CommitSHA?
    /// GitHub login of whoever caused the event.
    package var sender: String

    package init(
        action: Action, repository: RepositoryName, number: Int, url: String, title: String, headBranch: String,
        headSHA: CommitSHA, baseBranch: String, baseSHA: CommitSHA, mergeSHA: CommitSHA?, sender: String
    ) {
        self.action = action
        self.repository = repository
        self.number = number
        self.url = url
        self.title = title
        self.headBranch = headBranch
        self.headSHA = headSHA
        self.baseBranch = baseBranch
        self.baseSHA = baseSHA
        self.mergeSHA = mergeSHA
        self.sender = sender
    }
}

/// Words typed to the bot, through any of the front doors.
package struct Command: Sendable, Hashable, Codable {
    package enum Door: String, Sendable, Codable { case slashCommand, mention, shortcut }

    package var door: Door
    /// What stood after `/codehealer` or the mention, as typed.
    package var text: String
    package var person: PersonID
    package var channel: ChannelID
    /// The thread it was typed in, or the message a shortcut was used on.
    package var thread: MessageTimestamp?
    /// For answers that only the asker sees; a bearer capability, never logged. `nil` for mentions.
    package var responseURL: String?
    package var triggerID: String?

    package init(
        door: Door, text: String, person: PersonID, channel: ChannelID, thread: MessageTimestamp? = nil,
        responseURL: String? = nil, triggerID: String? = nil
    ) {
        self.door = door
        self.text = text
        self.person = person
        self.channel = channel
        self.thread = thread
        self.responseURL = responseURL
        self.triggerID = triggerID
    }
}

/// A click on a card's button.
package struct CardAction: Sendable, Hashable, Codable {
    /// `approve`, `reject`, `why`, `diff`.
    package var actionID: String
    /// The opaque id that the button carried.
    package var value: String
    package var person: PersonID
    package var message: MessageReference?
    package var responseURL: String?
    package var triggerID: String?

    package init(
        actionID: String, value: String, person: PersonID, message: MessageReference?, responseURL: String? = nil,
        triggerID: String? = nil
    ) {
        self.actionID = actionID
        self.value = value
        self.person = person
        self.message = message
        self.responseURL = responseURL
        self.triggerID = triggerID
    }
}

package struct ModalSubmission: Sendable, Hashable, Codable {
    package var callbackID: String
    /// What the modal was opened with: ids only.
    package var privateMetadata: String
    package var person: PersonID
    /// Input block id → what was chosen or typed.
    package var values: [String: String]

    package init(callbackID: String, privateMetadata: String, person: PersonID, values: [String: String]) {
        self.callbackID = callbackID
        self.privateMetadata = privateMetadata
        self.person = person
        self.values = values
    }
}

/// A click or a command of somebody from elsewhere. Slack shows a shared channel's buttons to everybody in it.
package struct TurnedAway: Sendable, Hashable, Codable {
    package enum Reason: String, Sendable, Codable {
        /// The person belongs to another organisation.
        case outsider
        /// It was for a workspace that the app is not installed in.
        case otherWorkspace
    }

    package var person: PersonID
    package var reason: Reason
    package var channel: ChannelID?
    package var responseURL: String?

    package init(person: PersonID, reason: Reason, channel: ChannelID?, responseURL: String?) {
        self.person = person
        self.reason = reason
        self.channel = channel
        self.responseURL = responseURL
    }
}

package struct ThreadChange: Sendable, Hashable, Codable {
    package var channel: ChannelID
    /// The thread's first message.
    package var thread: MessageTimestamp
    /// Whether the first message itself is gone.
    package var isDeleted: Bool

    package init(channel: ChannelID, thread: MessageTimestamp, isDeleted: Bool = false) {
        self.channel = channel
        self.thread = thread
        self.isDeleted = isDeleted
    }
}

/// Something that changes what memory may hold, beside the messages themselves.
package enum WorkspaceChange: Sendable, Hashable {
    /// Its name, its privacy or who shares it may be another now.
    case channel(ChannelID)
    /// Many of its messages changed or went at once: it has to be read anew.
    case history(ChannelID)
    /// The same channel has another id from now on: what was read under the old one goes.
    case moved(from: ChannelID, to: ChannelID)
    /// Somebody's profile changed.
    case person(Person)
    /// Events were lost: what was missed has to be looked up.
    case eventsDropped
    /// The app has no place in the workspace any more: everything that was read there has to go, at once.
    case uninstalled(reason: String)
}
