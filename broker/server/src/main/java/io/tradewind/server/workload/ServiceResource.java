package io.tradewind.server.workload;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.placement.WorkloadBody;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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

/** Services while they run: how many replicas, and of what. */
@Path("/api/v1/workloads/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "workloads")
public class ServiceResource {
  private static final double MOST_LOAD = 1e15;

  private final ServiceChanges changes;
  private final WorkloadViews views;
  private final Caller caller;

  ServiceResource(ServiceChanges changes, WorkloadViews views, Caller caller) {
    this.changes = changes;
    this.views = views;
    this.caller = caller;
  }

  /**
   * How many are wanted.
   *
   * @param replicas none ends them all, and keeps the service
   */
  @Schema(name = "Scale")
  public record Scale(
      @Schema(required = true, minimum = "0", nullable = false) @Nullable Integer replicas) {}

  @POST
  @Path("scale")
  @Operation(
      operationId = "scaleWorkload",
      summary = "Say how many replicas of a service are wanted",
      description = "From 0 to the service's own maximum. Saying it again changes nothing.")
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = WorkloadView.class)))
  @APIResponse(
      responseCode = "409",
      description = "It is no service, is scaled by its load, or has ended")
  public Uni<Response> scale(@PathParam("id") UUID id, @Nullable Scale scale) {
    UUID organization = caller.organization();
    if (scale == null || scale.replicas() == null) {
      throw ProblemException.field(
          "replicas", "It is missing.", "Send {\"replicas\": 2}, or however many you want.");
    }
    return changes
        .scale(Submissions.Owner.of(caller), id, scale.replicas())
        .chain(() -> views.one(organization, id))
        .map(view -> Response.accepted(view).build());
  }

  /**
   * A reading.
   *
   * @param value of all replicas together, in the unit of {@code service.scaling.metric}
   */
  @Schema(name = "Load")
  public record Load(
      @Schema(required = true, minimum = "0", nullable = false) @Nullable Double value) {}

  @PUT
  @Path("load")
  @Operation(
      operationId = "tellLoad",
      summary = "Tell the load of a service that is scaled by it",
      description =
          "What its gateway or queue counts, every few seconds: requests a second, or how many"
              + " wait. A reading holds until the next; silence changes nothing. A service without"
              + " replicas is woken by any load.")
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = WorkloadView.class)))
  @APIResponse(
      responseCode = "409",
      description = "It is no service, is not scaled by its load, or has ended")
  public Uni<Response> load(@PathParam("id") UUID id, @Nullable Load load) {
    UUID organization = caller.organization();
    if (load == null || load.value() == null || !(load.value() >= 0 && load.value() <= MOST_LOAD)) {
      throw ProblemException.field(
          "value", "It is no load.", "Send {\"value\": 12.5}, a number of 0 or more.");
    }
    return changes
        .load(Submissions.Owner.of(caller), id, load.value())
        .chain(() -> views.one(organization, id))
        .map(view -> Response.accepted(view).build());
  }

  @PUT
  @Consumes({MediaType.APPLICATION_JSON, "application/yaml", "application/x-yaml", "text/yaml"})
  @Operation(
      operationId = "changeWorkload",
      summary = "Give a service another file",
      description =
          "Its replicas are replaced one after the other: a new one first, an old one when as many"
              + " as wanted are ready without it. The same file again changes nothing.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(type = SchemaType.OBJECT, additionalProperties = Schema.True.class)))
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = WorkloadView.class)))
  @APIResponse(
      responseCode = "409",
      description =
          "It is no service, has ended, the price has moved, or nothing can be leased for the new"
              + " file; then the old one stays.")
  public Uni<Response> change(
      @PathParam("id") UUID id,
      String text,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
      @Parameter(
              description = "What the client was shown for an hour of one replica.",
              example = "23.92 USD")
          @HeaderParam(Quotes.AGREED_PRICE)
          @Nullable String agreedPrice) {
    UUID organization = caller.organization();
    return changes
        .change(
            Submissions.Owner.of(caller),
            id,
            WorkloadBody.tree(contentType, text),
            Quotes.agreed(agreedPrice))
        .chain(() -> views.one(organization, id))
        .map(view -> Response.accepted(view).build());
  }
}
