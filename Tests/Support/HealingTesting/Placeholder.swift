enum HealingTestingPlaceholder {}
