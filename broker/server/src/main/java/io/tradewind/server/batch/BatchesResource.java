package io.tradewind.server.batch;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.tradewind.matcher.Scope;
import io.tradewind.server.placement.WorkloadBody;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.Submissions;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
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

/** Many workloads, one plan. */
@Path("/api/v1/batches")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "batches", description = "Many workloads placed by one plan, with its certificate.")
public class BatchesResource {
  private final Batches batches;
  private final SpecReader specs;
  private final Caller caller;

  BatchesResource(Batches batches, SpecReader specs, Caller caller) {
    this.batches = batches;
    this.specs = specs;
    this.caller = caller;
  }

  @POST
  @Blocking
  @Consumes({
    MediaType.APPLICATION_JSON,
    "application/yaml",
    "application/x-yaml",
    "text/yaml",
    "text/x-yaml"
  })
  @Operation(
      operationId = "submitBatch",
      summary = "Place many workloads by one plan, and run them",
      description =
          "'workloads' holds workload files, each with an optional 'tenant'; 'caps' says how many"
              + " machines a tenant may hold. The plan says what it costs, and what no plan could"
              + " cost less than. All workloads are recorded, or none; with an Idempotency-Key a"
              + " repeated batch is one. With dryRun nothing is recorded. At most 500 workloads.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(type = SchemaType.OBJECT, additionalProperties = Schema.True.class)),
        @Content(mediaType = "application/yaml", schema = @Schema(type = SchemaType.STRING))
      })
  @APIResponse(
      responseCode = "201",
      description = "The plan, and the workloads that were submitted by it.",
      content = @Content(schema = @Schema(implementation = BatchView.class)))
  @APIResponse(
      responseCode = "200",
      description = "A dry run, or the same batch came before.",
      content = @Content(schema = @Schema(implementation = BatchView.class)))
  @APIResponse(
      responseCode = "409",
      description = "The key belongs to another batch, or the market has moved.")
  @APIResponse(
      responseCode = "422",
      description = "Workloads are wrong, each error with its place, or there are too many.")
  public Uni<Response> submit(
      String text,
      @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @Parameter(description = "Only plan: nothing is recorded, nothing starts.")
          @QueryParam("dryRun")
          @DefaultValue("false")
          boolean dryRun,
      @Parameter(
              description =
                  "Which offers a dry run may use: all that are visible, or those that can be"
                      + " leased, as a submission does.",
              schema = @Schema(enumeration = {"visible", "leasable"}))
          @QueryParam("scope")
          @DefaultValue("leasable")
          String scope) {
    Map<String, Object> tree = WorkloadBody.tree(contentType, text);
    BatchBody body = BatchBody.read(tree, specs, !dryRun);
    if (dryRun) {
      return Uni.createFrom()
          .item(
              Response.ok(batches.preview(Submissions.Owner.of(caller).asker(), body, scope(scope)))
                  .build());
    }
    return batches
        .submit(Submissions.Owner.of(caller), body, tree, key)
        .map(
            submitted ->
                Response.status(submitted.created() ? 201 : 200)
                    .location(URI.create("/api/v1/batches/" + submitted.batch().id()))
                    .entity(submitted.batch())
                    .build());
  }

  @GET
  @Path("{id}")
  @Operation(operationId = "getBatch", summary = "A plan as it was carried out")
  public Uni<BatchView> get(@PathParam("id") UUID id) {
    return batches.find(caller.organization(), id);
  }

  private static Scope scope(String text) {
    return switch (text) {
      case "visible" -> Scope.VISIBLE;
      case "leasable" -> Scope.LEASABLE;
      default ->
          throw ProblemException.field(
              "scope", "'%s' is no scope.".formatted(text), "Use visible or leasable.");
    };
  }
}
