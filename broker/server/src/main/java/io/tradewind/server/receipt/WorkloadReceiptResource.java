package io.tradewind.server.receipt;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.page.Months;
import io.tradewind.server.receipt.ReceiptStore.Kind;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The carbon receipt of one workload, as JSON, CSV and PDF. */
@Path("/api/v1/workloads/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "carbon", description = "What was used and emitted.")
public class WorkloadReceiptResource {
  private final Receipts receipts;

  WorkloadReceiptResource(Receipts receipts) {
    this.receipts = receipts;
  }

  @GET
  @Path("receipt")
  @Operation(
      operationId = "getWorkloadReceipt",
      summary = "Energy, carbon and water of a workload",
      description = "All of it, or what began in one month.")
  public Uni<Receipt> ofWorkload(@PathParam("id") UUID id, @BeanParam Wanted wanted) {
    return receipts.of(
        Kind.WORKLOAD,
        id,
        Optional.ofNullable(wanted.month).map(Months::read),
        wanted.unit,
        wanted.count);
  }

  @GET
  @Path("receipt.csv")
  @Produces("text/csv")
  @Operation(operationId = "getWorkloadReceiptCsv", summary = "The same, to calculate with")
  @APIResponse(responseCode = "200", description = "Lines, sums, SCI and sources.")
  public Uni<Response> csvOfWorkload(@PathParam("id") UUID id, @BeanParam Wanted wanted) {
    return ofWorkload(id, wanted).map(Receipts::csv);
  }

  @GET
  @Path("receipt.pdf")
  @Produces("application/pdf")
  @Operation(operationId = "getWorkloadReceiptPdf", summary = "The same, to print")
  @APIResponse(responseCode = "200", description = "The receipt on pages of A4.")
  public Uni<Response> pdfOfWorkload(@PathParam("id") UUID id, @BeanParam Wanted wanted) {
    return Receipts.pdf(ofWorkload(id, wanted));
  }
}
