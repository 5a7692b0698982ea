package io.tradewind.server.receipt;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.receipt.ReceiptStore.Kind;
import io.tradewind.server.signin.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Receipts of the caller's organization, and the files that they are told as. */
@ApplicationScoped
class Receipts {
  private final ReceiptStore store;
  private final Caller caller;

  Receipts(ReceiptStore store, Caller caller) {
    this.store = store;
    this.caller = caller;
  }

  /**
   * @param id of a workload, a project or the organization
   * @param unit what SCI is told by; accelerator hours without it
   * @param count of units, where the meter does not count them
   */
  Uni<Receipt> of(
      Kind kind,
      UUID id,
      Optional<YearMonth> month,
      @Nullable String unit,
      @Nullable String count) {
    Sci sci = Sci.read(unit, count);
    UUID organization = caller.organization();
    String noun = kind.name().toLowerCase(Locale.ROOT);
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

  static Response csv(Receipt receipt) {
    return file(receipt, "csv", ReceiptCsv.of(receipt));
  }

  static Uni<Response> pdf(Uni<Receipt> receipt) {
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
