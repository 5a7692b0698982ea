package io.tradewind.server.audit;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.alert.Webhooks;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Where an organization's chain is told. */
@Path("/api/v1/audit/webhook")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "audit")
public class AuditWebhookResource {
  private final AuditWebhooks hooks;
  private final Webhooks webhooks;
  private final Caller caller;

  AuditWebhookResource(AuditWebhooks hooks, Webhooks webhooks, Caller caller) {
    this.hooks = hooks;
    this.webhooks = webhooks;
    this.caller = caller;
  }

  /** Where it is. */
  @Schema(name = "AuditWebhookRequest", description = "Where the audit log is told.")
  public record Body(
      @Schema(
              required = true,
              maxLength = 2000,
              description = "https, to an address on the public internet.")
          @Nullable String webhookUrl) {}

  /** The same in replies. */
  @Schema(name = "AuditWebhook", description = "Where the audit log is told.")
  public record View(
      @Schema(required = true, description = "The rest of the address may hold a secret.")
          String webhookHost,
      @Schema(required = true, description = "The last entry that a message was made of.")
          long toldTo,
      @Schema(required = true) String changedBy,
      @Schema(required = true) Instant changedAt,
      @Schema(nullable = true, description = "Shown once, when the address is set.")
          @Nullable String webhookSecret) {
    static View of(AuditWebhooks.Stored stored, @Nullable String fresh) {
      return new View(
          stored.host(), stored.toldTo(), stored.changedBy(), stored.changedAt(), fresh);
    }
  }

  @GET
  @Operation(operationId = "getAuditWebhook", summary = "Where the audit log is told")
  @APIResponse(
      responseCode = "200",
      description = "Where it is told.",
      content = @Content(schema = @Schema(implementation = View.class)))
  @APIResponse(responseCode = "204", description = "Nowhere.")
  public Uni<View> get() {
    return hooks
        .of(caller.organization())
        .chain(
            found ->
                found.isPresent()
                    ? Uni.createFrom().item(View.of(found.get(), null))
                    : Uni.createFrom().nullItem());
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "setAuditWebhook",
      summary = "Have the audit log told to an address",
      description =
          "From now on, up to a hundred entries in a message, signed as those of alerts are, tried"
              + " again for nearly a day and then kept. Messages may overtake each other: the seq"
              + " of an entry says where it belongs, and its hash that nothing is missing.")
  @APIResponse(
      responseCode = "200",
      description = "Where it is told from now on.",
      content = @Content(schema = @Schema(implementation = View.class)))
  @APIResponse(responseCode = "400", description = "The address is not called.")
  public Uni<View> put(@Nullable Body body) {
    Webhooks.Accepted accepted =
        webhooks
            .accept(ProblemException.sent(body).webhookUrl())
            .orElseThrow(
                () ->
                    ProblemException.field(
                        "webhookUrl", "There is no address.", "Write where messages are taken."));
    UUID organization = caller.organization();
    return hooks
        .put(organization, accepted, caller.subject())
        .chain(this::standing)
        .map(
            stored -> {
              boolean fresh = stored.secret().equals(accepted.secret());
              return View.of(stored, fresh ? accepted.secret() : null);
            });
  }

  @DELETE
  @Operation(
      operationId = "deleteAuditWebhook",
      summary = "Tell the audit log nowhere any more; its messages go with it")
  @APIResponse(responseCode = "204", description = "It is gone.")
  public Uni<Void> delete() {
    return hooks
        .delete(caller.organization())
        .invoke(
            deleted -> {
              if (!deleted) {
                throw none();
              }
            })
        .replaceWithVoid();
  }

  private Uni<AuditWebhooks.Stored> standing() {
    return hooks.of(caller.organization()).map(it -> it.orElseThrow(AuditWebhookResource::none));
  }

  private static ProblemException none() {
    return new ProblemException(404, "not_found", "The audit log is told nowhere.");
  }
}
