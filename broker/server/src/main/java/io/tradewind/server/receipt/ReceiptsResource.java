package io.tradewind.server.receipt;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.page.Months;
import io.tradewind.server.receipt.ReceiptStore.Kind;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.YearMonth;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Carbon receipts of a month, as JSON, CSV and PDF. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "carbon", description = "What was used and emitted.")
public class ReceiptsResource {
  private final Receipts receipts;
  private final Caller caller;
  private final Clock clock;

  ReceiptsResource(Receipts receipts, Caller caller, Clock clock) {
    this.receipts = receipts;
    this.caller = caller;
    this.clock = clock;
  }

  /** Of months, which may be of one project. */
  static class WantedMonth extends Wanted {
    @Parameter(description = "Of this project alone.")
    @QueryParam("project")
    @Nullable UUID project;
  }

  @GET
  @Path("carbon-receipt")
  @Operation(
      operationId = "getCarbonReceipt",
      summary = "Energy, carbon and water of a month",
      description = "Of the organization by project, or of one project by workload.")
  public Uni<Receipt> ofMonth(@BeanParam WantedMonth wanted) {
    Optional<YearMonth> month = Optional.of(Months.of(wanted.month, clock));
    return wanted.project == null
        ? receipts.of(Kind.ORGANIZATION, caller.organization(), month, wanted.unit, wanted.count)
        : receipts.of(Kind.PROJECT, wanted.project, month, wanted.unit, wanted.count);
  }

  @GET
  @Path("carbon-receipt.csv")
  @Produces("text/csv")
  @Operation(operationId = "getCarbonReceiptCsv", summary = "The same, to calculate with")
  @APIResponse(responseCode = "200", description = "Lines, sums, SCI and sources.")
  public Uni<Response> csvOfMonth(@BeanParam WantedMonth wanted) {
    return ofMonth(wanted).map(Receipts::csv);
  }

  @GET
  @Path("carbon-receipt.pdf")
  @Produces("application/pdf")
  @Operation(operationId = "getCarbonReceiptPdf", summary = "The same, to print")
  @APIResponse(responseCode = "200", description = "The receipt on pages of A4.")
  public Uni<Response> pdfOfMonth(@BeanParam WantedMonth wanted) {
    return Receipts.pdf(ofMonth(wanted));
  }
}
