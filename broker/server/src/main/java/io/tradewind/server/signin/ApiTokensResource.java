package io.tradewind.server.signin;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tokens for pipelines and programs. */
@Path("/api/v1/api-tokens")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "identity")
public class ApiTokensResource {
  /** The only answer that holds a token. */
  @Schema(name = "NewApiToken")
  public record NewApiToken(
      @Schema(required = true, description = "Shown this once.") String token,
      @Schema(required = true) ApiTokenView details) {
    @Override
    public String toString() {
      return "NewApiToken[" + details + "]";
    }
  }

  private final ApiTokens tokens;
  private final Caller caller;

  ApiTokensResource(ApiTokens tokens, Caller caller) {
    this.tokens = tokens;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "listApiTokens",
      summary = "Your tokens; those of all members for an administrator or auditor")
  public Uni<Page<ApiTokenView>> list() {
    boolean all = caller.has(Role.PLATFORM_ADMIN) || caller.has(Role.AUDITOR);
    return tokens
        .of(caller.organization(), all ? Optional.empty() : Optional.of(caller.person()))
        .map(Page::whole);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "createApiToken", summary = "A new token, shown once")
  @APIResponse(
      responseCode = "201",
      description = "The token",
      content = @Content(schema = @Schema(implementation = NewApiToken.class)))
  public Uni<Response> create(ApiTokenRequest request) {
    if (caller.isToken()) {
      throw new ProblemException(
          403, "person_needed", "A token cannot make tokens. Sign in as a person.");
    }
    if (request == null) {
      throw ProblemException.field("name", "The body is empty.", "Send at least a name.");
    }
    ApiToken token = ApiToken.draw();
    return tokens
        .add(caller, token, request)
        .map(
            view ->
                Response.status(Response.Status.CREATED)
                    .entity(new NewApiToken(token.secret().reveal(), view))
                    .build());
  }

  @DELETE
  @Path("{id}")
  @Operation(
      operationId = "revokeApiToken",
      summary = "Revoke a token of yours, or any as an administrator; it stays in the list")
  @APIResponse(responseCode = "204", description = "It is revoked")
  public Uni<Void> revoke(@PathParam("id") UUID id) {
    Optional<UUID> own =
        caller.has(Role.PLATFORM_ADMIN) ? Optional.empty() : Optional.of(caller.person());
    return tokens
        .revoke(caller.organization(), id, own)
        .invoke(
            found -> {
              if (!found) {
                throw ProblemException.notFound("API token", id);
              }
            })
        .replaceWithVoid();
  }
}
