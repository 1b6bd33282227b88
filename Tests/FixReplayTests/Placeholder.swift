enum FixReplayTestsPlaceholder {}
