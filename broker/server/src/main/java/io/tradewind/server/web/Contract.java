package io.tradewind.server.web;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The head of the OpenAPI document; its paths come from the resources. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Tradewind",
            version = "v1",
            description =
                "A compute marketplace and broker. Errors are application/problem+json with a"
                    + " stable code."),
    security = @SecurityRequirement(name = "bearer"))
@SecurityScheme(
    securitySchemeName = "bearer",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description = "In standalone mode the token in owner.token of the broker's home folder.")
public class Contract extends Application {}
