package io.tradewind.server.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tradewind.api.Secret;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Secrets that workloads name. Their values go in, and out to machines alone. */
@Path("/api/v1/secrets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "secrets", description = "Values that workloads are given by name, never shown again.")
public class SecretsResource {
  /** As a variable's: {@code secrets: [HF_TOKEN]} gives it under its own name. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

  private static final int LONGEST = 64 * 1024;

  private final SecretStore store;
  private final SecretUses uses;
  private final Caller caller;
  private final ObjectMapper json;

  SecretsResource(SecretStore store, SecretUses uses, Caller caller, ObjectMapper json) {
    this.store = store;
    this.uses = uses;
    this.caller = caller;
    this.json = json;
  }

  /** A secret in replies. */
  @Schema(name = "Secret", description = "A secret, without its value.")
  public record SecretView(
      @Schema(required = true) String name,
      @Schema(required = true) Instant createdAt,
      @Schema(required = true) Instant changedAt,
      @Schema(required = true) String changedBy) {
    static SecretView of(SecretStore.Listed secret) {
      return new SecretView(
          secret.name(), secret.createdAt(), secret.changedAt(), secret.changedBy());
    }
  }

  /** What a deletion leaves behind. */
  @Schema(name = "SecretDeletion", description = "What still names a secret that was deleted.")
  public record DeletionView(
      @Schema(required = true) String name,
      @Schema(
              required = true,
              description =
                  "Workloads that have not ended and name it. What runs already keeps the value it"
                      + " was given; what has yet to start fails.")
          List<UUID> stillNamedBy) {}

  /** For the contract alone: the body is read without an object that could print it. */
  @Schema(name = "SecretValue")
  record Value(@Schema(required = true, maxLength = LONGEST) String value) {}

  @GET
  @Operation(operationId = "listSecrets", summary = "The organization's secrets, by name")
  public Uni<Page<SecretView>> list() {
    return store
        .list(caller.organization())
        .map(all -> Page.whole(all.stream().map(SecretView::of).toList()));
  }

  @PUT
  @Path("{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "putSecret",
      summary = "Store a secret, in place of one of this name",
      description = "Workloads that start from then on are given this value.")
  @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Value.class)))
  @APIResponse(responseCode = "201", description = "It was stored.")
  @APIResponse(responseCode = "204", description = "It is in place of the one before.")
  public Uni<Response> put(@PathParam("name") String name, String body) {
    requireName(name);
    return store
        .put(caller.organization(), name, value(body), caller.subject())
        .map(fresh -> Response.status(fresh ? 201 : 204).build());
  }

  @DELETE
  @Path("{name}")
  @Operation(operationId = "deleteSecret", summary = "Delete a secret")
  @APIResponse(
      responseCode = "200",
      description = "It is gone.",
      content = @Content(schema = @Schema(implementation = DeletionView.class)))
  @APIResponse(responseCode = "404", description = "There is none of this name.")
  public Uni<DeletionView> delete(@PathParam("name") String name) {
    requireName(name);
    UUID organization = caller.organization();
    return store
        .delete(organization, name, caller.subject())
        .invoke(
            there -> {
              if (!there) {
                throw ProblemException.notFound("secret", name);
              }
            })
        .chain(() -> uses.of(organization, name))
        .map(workloads -> new DeletionView(name, workloads));
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw ProblemException.field(
          "name",
          "That is no name of a secret.",
          "Use 1 to 100 letters, digits and '_', no digit first: a workload is given it as a variable of this name.");
    }
  }

  /** A parser's complaint would quote the text. */
  private Secret value(String body) {
    try {
      JsonNode tree = json.readTree(body);
      JsonNode value = tree.path("value");
      if (tree.size() == 1 && value.isTextual() && isPassable(value.textValue())) {
        return new Secret(value.textValue());
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw unreadable();
    }
    throw unreadable();
  }

  private static boolean isPassable(String text) {
    return !text.isBlank() && text.length() <= LONGEST && text.indexOf('\0') < 0;
  }

  private static ProblemException unreadable() {
    return ProblemException.field(
        "value",
        "The value is missing, empty, longer than %d characters, holds a NUL, or the body is no JSON object with it alone."
            .formatted(LONGEST),
        "Send {\"value\": \"…\"}.");
  }
}
