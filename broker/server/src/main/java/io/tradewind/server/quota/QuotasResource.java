package io.tradewind.server.quota;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How many accelerators may be leased at once. */
@Path("/api/v1/quotas")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "quotas", description = "How many accelerators may be leased at once.")
public class QuotasResource {
  private static final int MOST = 200;

  private final QuotaStore store;
  private final Caller caller;
  private final Clock clock;

  QuotasResource(QuotaStore store, Caller caller, Clock clock) {
    this.store = store;
    this.caller = caller;
    this.clock = clock;
  }

  @GET
  @Operation(operationId = "listQuotas", summary = "All quotas, and what is in use")
  public Uni<Page<QuotaView>> list() {
    return store
        .of(caller.organization())
        .map(all -> Page.whole(all.stream().map(QuotasResource::view).toList()));
  }

  @GET
  @Path("{id}")
  @Operation(operationId = "getQuota", summary = "One quota")
  public Uni<QuotaView> get(@PathParam("id") UUID id) {
    return standing(id).map(QuotasResource::view);
  }

  @POST
  @Operation(
      operationId = "createQuota",
      summary = "Limit how many accelerators may be leased at once",
      description =
          "A workload that does not fit is refused with quota_exceeded. What runs counts already, and"
              + " is not ended.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = QuotaView.class)))
  @APIResponse(responseCode = "400", description = "A field is wrong.")
  @APIResponse(responseCode = "409", description = "There is one for the same already.")
  public Uni<Response> create(@Nullable QuotaBody body) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Quota quota =
        ProblemException.sent(body)
            .quota(UUID.randomUUID(), caller.organization(), caller.subject(), now);
    return requireProject(quota)
        .chain(() -> store.add(quota, MOST))
        .invoke(QuotasResource::requireAdded)
        .chain(() -> standing(quota.id()))
        .map(
            it ->
                Response.created(URI.create("/api/v1/quotas/" + quota.id()))
                    .entity(view(it))
                    .build());
  }

  @PUT
  @Path("{id}")
  @Operation(
      operationId = "changeQuota",
      summary = "Change how many",
      description = "Whom and what it counts stays. A lower number ends nothing that runs.")
  @APIResponse(responseCode = "400", description = "A field is wrong.")
  @APIResponse(responseCode = "409", description = "It would count something else.")
  public Uni<QuotaView> change(@PathParam("id") UUID id, @Nullable QuotaBody body) {
    Instant now = clock.instant();
    Quota sent =
        ProblemException.sent(body).quota(id, caller.organization(), caller.subject(), now);
    return standing(id)
        .invoke(before -> requireSame(before.quota(), sent))
        .chain(() -> store.change(caller.organization(), id, sent.most(), now))
        .chain(() -> standing(id))
        .map(QuotasResource::view);
  }

  @DELETE
  @Path("{id}")
  @Operation(operationId = "deleteQuota", summary = "Delete a quota")
  @APIResponse(responseCode = "204", description = "It is gone.")
  public Uni<Void> delete(@PathParam("id") UUID id) {
    return store
        .delete(caller.organization(), id)
        .invoke(
            deleted -> {
              if (!deleted) {
                throw ProblemException.notFound("quota", id);
              }
            })
        .replaceWithVoid();
  }

  private static QuotaView view(QuotaStore.Standing standing) {
    return QuotaView.of(standing.quota(), standing.used());
  }

  private static void requireSame(Quota before, Quota after) {
    boolean same =
        before.project().equals(after.project())
            && before.subject().equals(after.subject())
            && before.accelerator().equals(after.accelerator());
    if (!same) {
      throw new ProblemException(
          409,
          "quota_counts_other",
          "A quota keeps its project, user and accelerator. Make another one, and delete this.");
    }
  }

  private static void requireAdded(boolean added) {
    if (!added) {
      throw new ProblemException(
          409,
          "quota_exists",
          "There is a quota for the same project, user and accelerator, or there are %d already. Change that one."
              .formatted(MOST));
    }
  }

  private Uni<Void> requireProject(Quota quota) {
    Optional<UUID> project = quota.project();
    return project.isEmpty()
        ? Uni.createFrom().voidItem()
        : store
            .hasProject(quota.organization(), project.get())
            .invoke(
                known -> {
                  if (!known) {
                    throw ProblemException.field(
                        "project", "There is no such project.", "GET projects lists them.");
                  }
                })
            .replaceWithVoid();
  }

  private Uni<QuotaStore.Standing> standing(UUID id) {
    return store
        .find(caller.organization(), id)
        .map(found -> found.orElseThrow(() -> ProblemException.notFound("quota", id)));
  }
}
