enum ScanningTestsPlaceholder {}
