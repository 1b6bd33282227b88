/// What a subprocess said and nobody has read yet. One reader at a time.
actor Inbox<Message: Sendable> {
    private var messages: [Message] = []
    private var reader: CheckedContinuation<Message?, Never>?
    private var generation = 0

    func put(_ message: Message) {
        if let reader = self.reader {
            self.reader = nil
            reader.resume(returning: message)
        } else {
            self.messages.append(message)
        }
    }

    /// The oldest unread message; `nil` where none came before the deadline.
    func next(before deadline: ContinuousClock.Instant) async -> Message? {
        if !self.messages.isEmpty { return self.messages.removeFirst() }
        self.generation += 1
        let generation = self.generation
        let timer = Task {
            try? await Task.sleep(until: deadline)
            self.expire(generation)
        }
        defer { timer.cancel() }
        return await withCheckedContinuation { self.reader = $0 }
    }

    private func expire(_ generation: Int) {
        guard generation == self.generation, let reader = self.reader else { return }
        self.reader = nil
        reader.resume(returning: nil)
    }
}
