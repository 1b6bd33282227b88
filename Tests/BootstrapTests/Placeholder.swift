enum BootstrapTestsPlaceholder {}
