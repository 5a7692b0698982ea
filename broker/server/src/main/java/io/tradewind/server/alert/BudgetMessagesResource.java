package io.tradewind.server.alert;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.alert.AlertView.DeliveryView;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Messages of budgets to their webhooks, which go the way of those of alerts. */
@Path("/api/v1/budgets/{id}/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "money")
public class BudgetMessagesResource {
  private final AlertStore store;
  private final AlertCourier courier;
  private final Caller caller;
  private final Clock clock;

  BudgetMessagesResource(AlertStore store, AlertCourier courier, Caller caller, Clock clock) {
    this.store = store;
    this.courier = courier;
    this.caller = caller;
    this.clock = clock;
  }

  @GET
  @Operation(operationId = "listBudgetDeliveries", summary = "Messages to a budget's webhook")
  public Uni<Page<DeliveryView>> list(@PathParam("id") UUID id) {
    return store
        .hasBudget(caller.organization(), id)
        .invoke(
            known -> {
              if (!known) {
                throw ProblemException.notFound("budget", id);
              }
            })
        .chain(() -> store.deliveriesOfBudget(id))
        .map(sent -> Page.whole(sent.stream().map(DeliveryView::of).toList()));
  }

  @POST
  @Path("{delivery}/retry")
  @Operation(
      operationId = "retryBudgetDelivery",
      summary = "Send a message again that was given up, with all its tries anew")
  @APIResponse(responseCode = "409", description = "The message has arrived.")
  public Uni<Page<DeliveryView>> retry(
      @PathParam("id") UUID id, @PathParam("delivery") UUID delivery) {
    return store
        .sendAgainOfBudget(caller.organization(), id, delivery, clock.instant())
        .chain(again -> list(id).invoke(page -> requireWaiting(page.items(), delivery)))
        .invoke(courier::wake);
  }

  private static void requireWaiting(List<DeliveryView> known, UUID delivery) {
    DeliveryView found =
        known.stream()
            .filter(it -> it.id().equals(delivery))
            .findFirst()
            .orElseThrow(() -> ProblemException.notFound("delivery", delivery));
    if (found.state().equals("delivered")) {
      throw new ProblemException(
          409, "already_delivered", "The message %s has arrived already.".formatted(delivery));
    }
  }
}
