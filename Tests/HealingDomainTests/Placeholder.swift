enum HealingDomainTestsPlaceholder {}
