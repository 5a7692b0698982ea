package io.tradewind.server.signin;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What anybody may know. */
@Path("/api/v1/info")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "identity")
public class InfoResource {
  public record Info(
      @Schema(required = true) String name,
      @Schema(required = true) String version,
      @Schema(
              required = true,
              enumeration = {Issuers.STANDALONE, Issuers.OPENID})
          String mode) {}

  private final String version;
  private final Issuers issuers;

  InfoResource(
      @ConfigProperty(name = "quarkus.application.version") String version, Issuers issuers) {
    this.version = version;
    this.issuers = issuers;
  }

  /** Needs no sign-in. */
  @GET
  @SecurityRequirementsSet
  public Info info() {
    return new Info("Tradewind", version, issuers.mode());
  }
}
