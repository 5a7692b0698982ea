package io.tradewind.server.signin;

import io.tradewind.server.problem.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestCookie;
import org.jspecify.annotations.Nullable;

/** The caller, as the broker sees them. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "identity")
public class MeResource {
  public record Me(
      @Schema(required = true) String subject,
      @Schema(required = true) String name,
      @Schema(required = true) List<String> roles,
      @Schema(required = true, nullable = true, description = "For which the call was made.")
          @Nullable UUID organization,
      @Schema(required = true, nullable = true) @Nullable UUID project,
      @Schema(
              required = true,
              enumeration = {Issuers.STANDALONE, Issuers.OPENID})
          String mode) {}

  public record SigninLink(
      @Schema(required = true) URI url, @Schema(required = true) Instant expiresAt) {}

  private final Caller caller;
  private final Sessions sessions;
  private final SigninLinks links;
  private final Issuers issuers;

  MeResource(Caller caller, Sessions sessions, SigninLinks links, Issuers issuers) {
    this.caller = caller;
    this.sessions = sessions;
    this.links = links;
    this.issuers = issuers;
  }

  @GET
  @Path("me")
  public Me me() {
    return new Me(
        caller.subject(),
        caller.name(),
        caller.roles().stream().sorted().toList(),
        caller.organizationIfAny().orElse(null),
        caller.projectIfAny().orElse(null),
        issuers.mode());
  }

  /** Ends the browser's session; a bearer token stays valid. */
  @POST
  @Path("signout")
  @APIResponse(responseCode = "204", description = "Signed out")
  public Response signOut(
      @Parameter(hidden = true) @RestCookie(Sessions.COOKIE) Optional<String> session) {
    session.ifPresent(sessions::close);
    return Response.noContent().cookie(SessionCookie.ended()).build();
  }

  /** A further one-time link, for another browser or when the first one has expired. */
  @POST
  @Path("signin-links")
  @APIResponse(
      responseCode = "201",
      description = "A link that signs one browser in",
      content = @Content(schema = @Schema(implementation = SigninLink.class)))
  public Response newLink(@Context HttpServerRequest request) {
    if (issuers.present()) {
      throw new ProblemException(
          409, "issuer_signs_in", "Browsers sign in with the issuer here, at /signin/sso.");
    }
    var link = links.issue(URI.create("http://" + request.authority()));
    return Response.status(Response.Status.CREATED)
        .entity(new SigninLink(link.url(), link.expiresAt()))
        .build();
  }
}
