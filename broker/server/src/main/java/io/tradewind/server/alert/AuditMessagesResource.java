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

/** Messages of an organization's audit log, which go the way of those of alerts. */
@Path("/api/v1/audit/webhook/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "audit")
public class AuditMessagesResource {
  private final Deliveries deliveries;
  private final Caller caller;

  AuditMessagesResource(Deliveries deliveries, Caller caller) {
    this.deliveries = deliveries;
    this.caller = caller;
  }

  @GET
  @Operation(operationId = "listAuditDeliveries", summary = "Messages of the audit log")
  @APIResponse(responseCode = "404", description = "There is no webhook.")
  public Uni<Page<DeliveryView>> list() {
    UUID organization = caller.organization();
    return deliveries.of(organization, Owner.AUDIT, organization);
  }

  @POST
  @Path("{delivery}/retry")
  @Operation(
      operationId = "retryAuditDelivery",
      summary = "Send a message again that was given up, with all its tries anew")
  @APIResponse(responseCode = "409", description = "The message has arrived.")
  public Uni<Page<DeliveryView>> retry(@PathParam("delivery") UUID delivery) {
    UUID organization = caller.organization();
    return deliveries.sendAgain(organization, Owner.AUDIT, organization, delivery);
  }
}
