enum ControlPlaneTestsPlaceholder {}
