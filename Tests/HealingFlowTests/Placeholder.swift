enum HealingFlowTestsPlaceholder {}
