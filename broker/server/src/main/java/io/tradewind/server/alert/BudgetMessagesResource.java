package io.tradewind.server.alert;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.alert.AlertStore.Owner;
import io.tradewind.server.alert.AlertView.DeliveryView;
import io.tradewind.server.page.Page;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Messages of budgets to their webhooks and mailboxes, which go the way of those of alerts. */
@Path("/api/v1/budgets/{id}/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "money")
public class BudgetMessagesResource {
  private final Deliveries deliveries;
  private final Caller caller;

  BudgetMessagesResource(Deliveries deliveries, Caller caller) {
    this.deliveries = deliveries;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "listBudgetDeliveries",
      summary = "Messages to a budget's webhook and mailboxes")
  public Uni<Page<DeliveryView>> list(@PathParam("id") UUID id) {
    return deliveries.of(caller.organization(), Owner.BUDGET, id);
  }

  @POST
  @Path("{delivery}/retry")
  @Operation(
      operationId = "retryBudgetDelivery",
      summary = "Send a message again that was given up, with all its tries anew")
  @APIResponse(responseCode = "409", description = "The message has arrived.")
  public Uni<Page<DeliveryView>> retry(
      @PathParam("id") UUID id, @PathParam("delivery") UUID delivery) {
    return deliveries.sendAgain(caller.organization(), Owner.BUDGET, id, delivery);
  }
}
