package io.tradewind.server.workload;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.page.Limits;
import io.tradewind.server.page.Page;
import io.tradewind.server.placement.WorkloadBody;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
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
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Workloads: submit, follow, cancel. */
@Path("/api/v1/workloads")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "workloads")
public class WorkloadResource {
  private final Submissions submissions;
  private final Cancellations cancellations;
  private final WorkloadViews views;
  private final Caller caller;

  WorkloadResource(
      Submissions submissions, Cancellations cancellations, WorkloadViews views, Caller caller) {
    this.submissions = submissions;
    this.cancellations = cancellations;
    this.views = views;
    this.caller = caller;
  }

  @POST
  @Consumes({MediaType.APPLICATION_JSON, "application/yaml", "application/x-yaml", "text/yaml"})
  @Operation(
      operationId = "submitWorkload",
      summary = "Place a workload, lease what was chosen, and run it there",
      description =
          "With an Idempotency-Key a repeated submission is one workload. Unplaced is not an error:"
              + " the state says so, with reasons.")
  @RequestBody(
      content =
          @Content(
              schema =
                  @Schema(
                      type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.OBJECT,
                      additionalProperties = Schema.True.class)))
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = WorkloadView.class)))
  @APIResponse(
      responseCode = "200",
      description = "The same submission came before",
      content = @Content(schema = @Schema(implementation = WorkloadView.class)))
  @APIResponse(
      responseCode = "409",
      description =
          "The key belongs to another workload, or the price has moved: the detail says from what"
              + " to what, and how to accept it.")
  public Uni<Response> submit(
      String text,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @Parameter(
              description =
                  "What the client was shown for an hour of all nodes. A price that has risen"
                      + " above it by more than the tolerance is refused.",
              example = "23.92 USD")
          @HeaderParam(Quotes.AGREED_PRICE)
          @Nullable String agreedPrice) {
    UUID organization = caller.organization();
    return submissions
        .submit(
            Submissions.Owner.of(caller),
            WorkloadBody.tree(contentType, text),
            key,
            Quotes.agreed(agreedPrice))
        .chain(
            submitted ->
                submitted
                    .written()
                    .map(written -> Uni.createFrom().item(answer(201, views.fresh(written))))
                    .orElseGet(
                        () ->
                            views
                                .one(organization, submitted.workload())
                                .map(view -> answer(200, view))));
  }

  private static Response answer(int status, WorkloadView view) {
    return Response.status(status)
        .location(URI.create("/api/v1/workloads/" + view.id()))
        .entity(view)
        .build();
  }

  @GET
  @Operation(operationId = "listWorkloads", summary = "Workloads, the newest first")
  public Uni<Page<WorkloadView>> list(
      @QueryParam("state") @Nullable String state,
      @QueryParam("limit") @DefaultValue("50") int limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return views.list(caller.organization(), state(state), Limits.page(limit), cursor);
  }

  @GET
  @Path("{id}")
  @Operation(
      operationId = "getWorkload",
      summary = "One workload, with its decision, attempts, cost and carbon so far")
  public Uni<WorkloadView> get(@PathParam("id") UUID id) {
    return views.one(caller.organization(), id);
  }

  @POST
  @Path("{id}/cancel")
  @Operation(
      operationId = "cancelWorkload",
      summary = "End a workload; what has ended stays as it is")
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = WorkloadView.class)))
  public Uni<Response> cancel(@PathParam("id") UUID id) {
    UUID organization = caller.organization();
    return cancellations
        .cancel(Submissions.Owner.of(caller), id)
        .chain(() -> views.one(organization, id))
        .map(view -> Response.accepted(view).build());
  }

  private static @Nullable String state(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    return Arrays.stream(WorkloadState.values())
        .map(WorkloadState::wireName)
        .filter(text.toLowerCase(Locale.ROOT)::equals)
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.field(
                    "state",
                    "'%s' is no state of a workload.".formatted(text),
                    "Use one of "
                        + Arrays.stream(WorkloadState.values())
                            .map(WorkloadState::wireName)
                            .toList()
                        + "."));
  }
}
