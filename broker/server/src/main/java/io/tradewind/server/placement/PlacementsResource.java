package io.tradewind.server.placement;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tradewind.matcher.Scope;
import io.tradewind.server.policy.Asker;
import io.tradewind.server.signin.Caller;
import io.tradewind.server.workload.SpecReader;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Where a workload would run, without running it. */
@Path("/api/v1/placements")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "placements", description = "Where a workload would run, why, and what it would cost.")
public class PlacementsResource {
  /**
   * In characters. A decision takes less than to hand it to another thread; to read a body that is
   * longer would keep other requests waiting.
   */
  private static final int LONGEST_AT_ONCE = 1 << 13;

  private final Placements placements;
  private final SpecReader specs;
  private final Caller caller;

  PlacementsResource(Placements placements, SpecReader specs, Caller caller) {
    this.placements = placements;
    this.specs = specs;
    this.caller = caller;
  }

  @POST
  @Path("preview")
  @Consumes({
    MediaType.APPLICATION_JSON,
    "application/yaml",
    "application/x-yaml",
    "text/yaml",
    "text/x-yaml"
  })
  @Operation(
      operationId = "previewPlacement",
      summary = "Decide, and explain, without starting anything",
      description =
          "All offers compete, leasable or not; 'startable' is the best that can be leased now."
              + " Unplaced is an answer with reasons, not an error. 'detail=choice' leaves out"
              + " runners-up, front and near misses, for programs that ask often.")
  @RequestBody(
      required = true,
      description = "The workload, as JSON or YAML.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(type = SchemaType.OBJECT, additionalProperties = Schema.True.class)),
        @Content(mediaType = "application/yaml", schema = @Schema(type = SchemaType.STRING))
      })
  @APIResponse(
      responseCode = "200",
      description = "The decision.",
      content = @Content(schema = @Schema(implementation = PlacementView.class)))
  @APIResponse(responseCode = "400", description = "The body cannot be read.")
  @APIResponse(
      responseCode = "422",
      description = "The workload is wrong; each error names its field.")
  @NonBlocking
  public Uni<PlacementView> preview(
      @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
      @Parameter(description = "full or choice.") @QueryParam("detail") @DefaultValue("full")
          String detail,
      String body) {
    Asker asker = asker();
    Detail told = Detail.named(detail);
    Uni<PlacementView> answer =
        Uni.createFrom()
            .item(
                () ->
                    placements.preview(
                        asker,
                        specs.read(WorkloadBody.tree(contentType, body)),
                        Scope.VISIBLE,
                        told));
    return body.length() <= LONGEST_AT_ONCE
        ? answer
        : answer.runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  @POST
  @Path("federated")
  @Consumes({
    MediaType.APPLICATION_JSON,
    "application/yaml",
    "application/x-yaml",
    "text/yaml",
    "text/x-yaml"
  })
  @Operation(
      operationId = "previewFederatedPlacement",
      summary = "Place a workload where its data lives, without starting anything",
      description =
          "'workload' runs at every place of its data, 'aggregator' once between them: so many"
              + " 'rounds', each part sends an 'update' and is sent the whole. 'within' says how"
              + " far from its data a part may be: region or country.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(type = SchemaType.OBJECT, additionalProperties = Schema.True.class)),
        @Content(mediaType = "application/yaml", schema = @Schema(type = SchemaType.STRING))
      })
  @APIResponse(
      responseCode = "200",
      description = "Where everything would run.",
      content = @Content(schema = @Schema(implementation = FederatedView.class)))
  @APIResponse(responseCode = "422", description = "The body is wrong; each error names its field.")
  public FederatedView federated(
      @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
      String body) {
    return placements.federated(
        asker(), FederatedBody.read(WorkloadBody.tree(contentType, body), specs), Scope.VISIBLE);
  }

  private Asker asker() {
    return Asker.beginning(caller.organization(), caller.project());
  }
}
