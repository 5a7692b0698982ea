package io.tradewind.server.invoice;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tradewind.server.invoice.InvoiceStore.DocumentView;
import io.tradewind.server.invoice.InvoiceStore.InvoiceView;
import io.tradewind.server.invoice.InvoiceStore.PayoutView;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What an organization is to pay, and is paid. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "money")
public class InvoicesResource {
  private final InvoiceStore store;
  private final Caller caller;

  InvoicesResource(InvoiceStore store, Caller caller) {
    this.store = store;
    this.caller = caller;
  }

  @GET
  @Path("invoices")
  @Operation(
      operationId = "listInvoices",
      summary = "Invoices, the newest first",
      description =
          "One of each month and currency, some hours after the month has ended. Machines in accounts"
              + " of the organization's own are on their sellers' bills.")
  public Uni<Page<InvoiceView>> list() {
    return store.invoices(caller.organization()).map(Page::whole);
  }

  @GET
  @Path("invoices/{id}")
  @Operation(operationId = "getInvoice", summary = "One invoice with its lines")
  public Uni<DocumentView> get(@PathParam("id") UUID id) {
    return store
        .invoice(caller.organization(), id)
        .map(found -> found.orElseThrow(() -> ProblemException.notFound("invoice", id)));
  }

  @GET
  @Path("invoices/{id}.csv")
  @Produces("text/csv")
  @Operation(operationId = "getInvoiceCsv", summary = "The lines of an invoice, to calculate with")
  @APIResponse(responseCode = "200", description = "The lines, taxes and rounding of the invoice.")
  public Uni<Response> csv(@PathParam("id") UUID id) {
    return get(id).map(document -> file(document, "csv", InvoiceCsv.of(document)));
  }

  @GET
  @Path("invoices/{id}.pdf")
  @Produces("application/pdf")
  @Operation(operationId = "getInvoicePdf", summary = "An invoice to print")
  @APIResponse(responseCode = "200", description = "The invoice on pages of A4.")
  public Uni<Response> pdf(@PathParam("id") UUID id) {
    return get(id)
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(document -> file(document, "pdf", InvoicePdf.of(document)));
  }

  private static Response file(DocumentView document, String type, Object content) {
    return Response.ok(content)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"invoice-%d.%s\"".formatted(document.invoice().number(), type))
        .build();
  }

  @GET
  @Path("payouts")
  @Operation(
      operationId = "listPayouts",
      summary = "What the organization's own sites are paid, the newest first")
  public Uni<Page<PayoutView>> payouts() {
    return store.payouts(caller.organization()).map(Page::whole);
  }
}
