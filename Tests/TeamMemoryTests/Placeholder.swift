enum TeamMemoryTestsPlaceholder {}
