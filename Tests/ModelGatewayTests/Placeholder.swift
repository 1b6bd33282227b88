enum ModelGatewayTestsPlaceholder {}
