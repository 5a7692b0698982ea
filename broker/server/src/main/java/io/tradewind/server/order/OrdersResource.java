package io.tradewind.server.order;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.page.Limits;
import io.tradewind.server.page.Page;
import io.tradewind.server.placement.WorkloadBody;
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
import java.time.Clock;
import java.util.OptionalInt;
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

/** Requests for quotes. */
@Path("/api/v1/orders")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "orders", description = "Requests for quotes, and the bids of sites.")
public class OrdersResource {
  private final Orders orders;
  private final Acceptances acceptances;
  private final SpecReader specs;
  private final Caller caller;
  private final Clock clock;

  OrdersResource(
      Orders orders, Acceptances acceptances, SpecReader specs, Caller caller, Clock clock) {
    this.orders = orders;
    this.acceptances = acceptances;
    this.specs = specs;
    this.caller = caller;
    this.clock = clock;
  }

  @Schema(name = "BidAcceptance")
  public record AcceptBody(
      @Schema(nullable = true, description = "As many as the bid has room for, without it.")
          @Nullable Integer quantity) {}

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
      operationId = "placeOrder",
      summary = "Ask sites what they would bid for workloads",
      description =
          "'workload' is a workload file; 'quantity' says how many such; 'hours' for how long each"
              + " may run (it is ended then); 'from' and 'bidsUntil' when bids may be accepted: now"
              + " and an hour from now without them. Every site that has machines answers at once"
              + " by its operator's rule. Nothing is kept while bids stand.")
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
      description = "What was bid, beside the offers of everybody.",
      content = @Content(schema = @Schema(implementation = OrderView.class)))
  @APIResponse(responseCode = "422", description = "Each error names its field.")
  public Uni<Response> place(
      String text,
      @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE)
          @Nullable String contentType) {
    OrderBody body = OrderBody.read(WorkloadBody.tree(contentType, text), specs, clock.instant());
    return orders
        .place(Submissions.Owner.of(caller), body)
        .map(
            order ->
                Response.created(URI.create("/api/v1/orders/" + order.id())).entity(order).build());
  }

  @GET
  @Operation(operationId = "listOrders", summary = "Orders with their bids, the newest first")
  public Uni<Page<OrderView>> list(
      @QueryParam("limit") @DefaultValue("50") int limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return orders.list(caller.organization(), Limits.page(limit), cursor);
  }

  @GET
  @Path("{id}")
  @Operation(
      operationId = "getOrder",
      summary = "An order, and how its bids compare with the market now")
  public Uni<OrderView> get(@PathParam("id") UUID id) {
    return orders.find(caller.organization(), id);
  }

  @POST
  @Path("{id}/bids/{bid}/accept")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "acceptBid",
      summary = "Run the order's workloads at a bid's price",
      description =
          "The price is locked for their leases. A bid is accepted once: repeating it changes"
              + " nothing.")
  @APIResponse(
      responseCode = "200",
      description = "The order with the workloads that run.",
      content = @Content(schema = @Schema(implementation = OrderView.class)))
  @APIResponse(
      responseCode = "409",
      description = "The capacity has gone meanwhile, or the order is over.")
  public Uni<OrderView> accept(
      @PathParam("id") UUID id, @PathParam("bid") UUID bid, @Nullable AcceptBody body) {
    Submissions.Owner owner = Submissions.Owner.of(caller);
    OptionalInt quantity =
        body == null || body.quantity() == null
            ? OptionalInt.empty()
            : OptionalInt.of(body.quantity());
    return acceptances
        .accept(owner, id, bid, quantity)
        .chain(() -> orders.find(owner.organization(), id));
  }

  @POST
  @Path("{id}/cancel")
  @Operation(
      operationId = "cancelOrder",
      summary = "Let an order go",
      description = "What runs under its bids goes on.")
  @APIResponse(responseCode = "204")
  public Uni<Response> cancel(@PathParam("id") UUID id) {
    return orders.cancel(caller.organization(), id).map(done -> Response.noContent().build());
  }
}
