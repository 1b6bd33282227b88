enum HTTPCallingTestsPlaceholder {}
