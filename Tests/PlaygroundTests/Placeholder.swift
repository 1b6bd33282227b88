enum PlaygroundTestsPlaceholder {}
