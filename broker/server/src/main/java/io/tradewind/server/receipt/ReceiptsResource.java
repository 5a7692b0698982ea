package io.tradewind.server.receipt;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tradewind.server.page.Months;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.receipt.ReceiptStore.Kind;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
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

/** Carbon receipts, as JSON, CSV and PDF. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "carbon", description = "What was used and emitted.")
public class ReceiptsResource {
  private final ReceiptStore store;
  private final Caller caller;
  private final Clock clock;

  ReceiptsResource(ReceiptStore store, Caller caller, Clock clock) {
    this.store = store;
    this.caller = caller;
    this.clock = clock;
  }

  /** What is asked of a receipt. */
  static class Wanted {
    @Parameter(description = "Of UTC.", example = "2026-11")
    @QueryParam("month")
    @Nullable String month;

    @Parameter(
        description =
            "What SCI is told by: accelerator_hour, machine_hour, vcpu_hour, or a unit of your own"
                + " with its count. accelerator_hour when absent.",
        example = "1,000 requests")
    @QueryParam("unit")
    @Nullable String unit;

    @Parameter(description = "How many units there were, where the meter does not count them.")
    @QueryParam("count")
    @Nullable String count;
  }

  /** The same for months, which may be of one project. */
  static class WantedMonth extends Wanted {
    @Parameter(description = "Of this project alone.")
    @QueryParam("project")
    @Nullable UUID project;
  }

  @GET
  @Path("workloads/{id}/receipt")
  @Operation(
      operationId = "getWorkloadReceipt",
      summary = "Energy, carbon and water of a workload",
      description = "All of it, or what began in one month.")
  public Uni<Receipt> ofWorkload(@PathParam("id") UUID id, @BeanParam Wanted wanted) {
    return receipt(Kind.WORKLOAD, id, Optional.ofNullable(wanted.month).map(Months::read), wanted);
  }

  @GET
  @Path("workloads/{id}/receipt.csv")
  @Produces("text/csv")
  @Operation(operationId = "getWorkloadReceiptCsv", summary = "The same, to calculate with")
  @APIResponse(responseCode = "200", description = "Lines, sums, SCI and sources.")
  public Uni<Response> csvOfWorkload(@PathParam("id") UUID id, @BeanParam Wanted wanted) {
    return ofWorkload(id, wanted).map(ReceiptsResource::csv);
  }

  @GET
  @Path("workloads/{id}/receipt.pdf")
  @Produces("application/pdf")
  @Operation(operationId = "getWorkloadReceiptPdf", summary = "The same, to print")
  @APIResponse(responseCode = "200", description = "The receipt on pages of A4.")
  public Uni<Response> pdfOfWorkload(@PathParam("id") UUID id, @BeanParam Wanted wanted) {
    return pdf(ofWorkload(id, wanted));
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
        ? receipt(Kind.ORGANIZATION, caller.organization(), month, wanted)
        : receipt(Kind.PROJECT, wanted.project, month, wanted);
  }

  @GET
  @Path("carbon-receipt.csv")
  @Produces("text/csv")
  @Operation(operationId = "getCarbonReceiptCsv", summary = "The same, to calculate with")
  @APIResponse(responseCode = "200", description = "Lines, sums, SCI and sources.")
  public Uni<Response> csvOfMonth(@BeanParam WantedMonth wanted) {
    return ofMonth(wanted).map(ReceiptsResource::csv);
  }

  @GET
  @Path("carbon-receipt.pdf")
  @Produces("application/pdf")
  @Operation(operationId = "getCarbonReceiptPdf", summary = "The same, to print")
  @APIResponse(responseCode = "200", description = "The receipt on pages of A4.")
  public Uni<Response> pdfOfMonth(@BeanParam WantedMonth wanted) {
    return pdf(ofMonth(wanted));
  }

  private Uni<Receipt> receipt(Kind kind, UUID id, Optional<YearMonth> month, Wanted wanted) {
    Sci sci = Sci.read(wanted.unit, wanted.count);
    UUID organization = caller.organization();
    String noun = kind.name().toLowerCase(java.util.Locale.ROOT);
    return store
        .name(organization, kind, id)
        .map(found -> found.orElseThrow(() -> ProblemException.notFound(noun, id)))
        .map(
            name ->
                new Receipt.Subject(noun, id, name, month.map(YearMonth::toString).orElse(null)))
        .chain(
            subject ->
                store
                    .lines(organization, kind, id, month)
                    .map(lines -> Receipt.of(subject, lines, sci)));
  }

  private static Response csv(Receipt receipt) {
    return file(receipt, "csv", ReceiptCsv.of(receipt));
  }

  private static Uni<Response> pdf(Uni<Receipt> receipt) {
    return receipt
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(it -> file(it, "pdf", ReceiptPdf.of(it)));
  }

  private static Response file(Receipt receipt, String type, Object content) {
    String name = receipt.month() == null ? receipt.id().toString() : receipt.month();
    return Response.ok(content)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"carbon-%s.%s\"".formatted(name, type))
        .build();
  }
}
