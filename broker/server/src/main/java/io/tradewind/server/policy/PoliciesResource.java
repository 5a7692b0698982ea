package io.tradewind.server.policy;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.page.Page;
import io.tradewind.server.placement.WorkloadBody;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What an organization allows. */
@Path("/api/v1/policies")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
    name = "policies",
    description = "What an organization allows, and what it would have refused.")
public class PoliciesResource {
  private static final int MOST = 50;
  private static final String YAML = "application/yaml";

  private final PolicyStore store;
  private final PolicyBook book;
  private final DryRuns dryRuns;
  private final Caller caller;
  private final Clock clock;

  PoliciesResource(
      PolicyStore store, PolicyBook book, DryRuns dryRuns, Caller caller, Clock clock) {
    this.store = store;
    this.book = book;
    this.dryRuns = dryRuns;
    this.caller = caller;
    this.clock = clock;
  }

  @GET
  @Operation(operationId = "listPolicies", summary = "All policies, as they are now")
  public Uni<Page<PolicyView>> list() {
    return store
        .of(caller.organization())
        .map(all -> Page.whole(all.stream().map(PolicyView::of).toList()));
  }

  @GET
  @Path("{id}")
  @Operation(operationId = "getPolicy", summary = "One policy, as it is now")
  public Uni<PolicyView> get(@PathParam("id") UUID id) {
    return standing(id).map(PolicyView::of);
  }

  @GET
  @Path("{id}/versions")
  @Operation(
      operationId = "listPolicyVersions",
      summary = "What it said when, the newest first; of a deleted policy as well")
  public Uni<Page<PolicyView>> versions(@PathParam("id") UUID id) {
    return store
        .versions(caller.organization(), id)
        .invoke(
            all -> {
              if (all.isEmpty()) {
                throw ProblemException.notFound("policy", id);
              }
            })
        .map(all -> Page.whole(all.stream().map(PolicyView::of).toList()));
  }

  @POST
  @Consumes({MediaType.APPLICATION_JSON, YAML})
  @Operation(
      operationId = "createPolicy",
      summary = "Allow less",
      description =
          "It holds at once, for each match, each commitment and each next machine, beside all other"
              + " policies and the workload's own wishes. What runs goes on. What it leaves no place"
              + " is refused with policy_refused, which names policy, version and rule.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = PolicyBody.class)),
        @Content(mediaType = YAML, schema = @Schema(type = SchemaType.STRING))
      })
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = PolicyView.class)))
  @APIResponse(responseCode = "422", description = "Rules are wrong; each error names its field.")
  public Uni<Response> create(
      @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
      String body) {
    PolicyBody sent = PolicyBody.read(WorkloadBody.tree(contentType, body));
    Instant now = now();
    String by = caller.subject();
    Policy policy =
        new Policy(
            UUID.randomUUID(),
            caller.organization(),
            sent.project(),
            sent.name(),
            1,
            sent.enabled(),
            sent.rules(),
            sent.note(),
            by,
            now,
            by,
            now);
    return requireProject(sent.project())
        .chain(() -> store.add(policy, MOST))
        .invoke(PoliciesResource::requireRoom)
        .chain(() -> book.changed(policy.organization()))
        .replaceWith(
            () ->
                Response.created(URI.create("/api/v1/policies/" + policy.id()))
                    .entity(PolicyView.of(policy))
                    .build());
  }

  @PUT
  @Path("{id}")
  @Consumes({MediaType.APPLICATION_JSON, YAML})
  @Operation(
      operationId = "changePolicy",
      summary = "Another version of a policy",
      description = "Its project stays. Versions before it are kept.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = PolicyBody.class)),
        @Content(mediaType = YAML, schema = @Schema(type = SchemaType.STRING))
      })
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = PolicyView.class)))
  @APIResponse(responseCode = "409", description = "Somebody else has changed it meanwhile.")
  @APIResponse(responseCode = "422", description = "Rules are wrong; each error names its field.")
  public Uni<PolicyView> change(
      @PathParam("id") UUID id,
      @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
      String body) {
    PolicyBody sent = PolicyBody.read(WorkloadBody.tree(contentType, body));
    String by = caller.subject();
    Instant now = now();
    return standing(id)
        .map(before -> next(before, sent, by, now))
        .call(policy -> store.change(policy).invoke(PoliciesResource::requireNewest))
        .call(policy -> book.changed(policy.organization()))
        .map(PolicyView::of);
  }

  private static Policy next(Policy before, PolicyBody sent, String by, Instant now) {
    if (sent.project().isPresent() && !sent.project().equals(before.project())) {
      throw new ProblemException(
          409,
          "policy_of_other_project",
          "A policy keeps its project. Make another one, and delete this.");
    }
    requireNewest(sent.version().orElse(before.version()) == before.version());
    return new Policy(
        before.id(),
        before.organization(),
        before.project(),
        sent.name(),
        before.version() + 1,
        sent.enabled(),
        sent.rules(),
        sent.note(),
        before.createdBy(),
        before.createdAt(),
        by,
        now);
  }

  @DELETE
  @Path("{id}")
  @Operation(operationId = "deletePolicy", summary = "Allow what it did not; its versions are kept")
  @APIResponse(responseCode = "204", description = "It does not hold any more.")
  public Uni<Void> delete(@PathParam("id") UUID id) {
    UUID organization = caller.organization();
    return store
        .delete(organization, id, caller.subject(), now())
        .invoke(
            deleted -> {
              if (!deleted) {
                throw ProblemException.notFound("policy", id);
              }
            })
        .chain(() -> book.changed(organization));
  }

  @POST
  @Path("dry-run")
  @Blocking
  @Consumes({MediaType.APPLICATION_JSON, YAML})
  @Operation(
      operationId = "dryRunPolicy",
      summary = "What a draft would have refused",
      description =
          "Judges the workloads that began in a time, the last 30 days when nothing is said, by the"
              + " draft alone: where and for how much each of them ran. For those that it does not allow"
              + " so, today's market says whether and for how much there is a place that it allows."
              + " Nothing is changed.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = DryRunBody.class)),
        @Content(mediaType = YAML, schema = @Schema(type = SchemaType.STRING))
      })
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = DryRunView.class)))
  @APIResponse(responseCode = "422", description = "Rules are wrong; each error names its field.")
  public DryRunView dryRun(
      @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("cursor") @Nullable String cursor,
      String body) {
    DryRunBody sent = DryRunBody.read(WorkloadBody.tree(contentType, body), clock.instant());
    return dryRuns.run(
        caller.organization(), sent, io.tradewind.server.page.Limits.page(limit), cursor);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Uni<Policy> standing(UUID id) {
    return store
        .find(caller.organization(), id)
        .map(found -> found.orElseThrow(() -> ProblemException.notFound("policy", id)));
  }

  private Uni<Void> requireProject(Optional<UUID> project) {
    return project.isEmpty()
        ? Uni.createFrom().voidItem()
        : store
            .hasProject(caller.organization(), project.get())
            .invoke(
                known -> {
                  if (!known) {
                    throw ProblemException.field(
                        "project", "There is no such project.", "GET projects lists them.");
                  }
                })
            .replaceWithVoid();
  }

  private static void requireRoom(boolean added) {
    if (!added) {
      throw new ProblemException(
          409,
          "too_many_policies",
          "There are %d policies already. Delete one that is not needed any more.".formatted(MOST));
    }
  }

  private static void requireNewest(boolean newest) {
    if (!newest) {
      throw new ProblemException(
          409,
          "policy_changed",
          "Somebody else has changed the policy meanwhile. Read it again, and send your change then.");
    }
  }
}
