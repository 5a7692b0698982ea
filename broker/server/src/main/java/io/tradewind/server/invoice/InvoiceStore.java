package io.tradewind.server.invoice;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.market.MoneyView;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Papers that were issued. */
@ApplicationScoped
class InvoiceStore {
  private final Pool pool;

  InvoiceStore(Pool pool) {
    this.pool = pool;
  }

  /**
   * An invoice.
   *
   * @param net exactly what was charged and not given back
   * @param rounding of what is left of it, once, to what can be paid
   */
  @Schema(name = "Invoice")
  record InvoiceView(
      @Schema(required = true) UUID id,
      @Schema(required = true) long number,
      @Schema(required = true, examples = "2026-11") String month,
      @Schema(required = true, description = "Exactly what was charged and not given back.")
          MoneyView net,
      @Schema(required = true, description = "Was given; the net amount is less by it.")
          MoneyView credit,
      @Schema(
              required = true,
              description = "Of the net amount without the credit, once, half to even.")
          MoneyView rounding,
      @Schema(required = true, description = "On the net amount without the credit.") MoneyView tax,
      @Schema(required = true, description = "Net, without the credit, rounded, with taxes.")
          MoneyView total,
      @Schema(required = true, description = "Was paid beforehand.") MoneyView prepaid,
      @Schema(required = true, description = "Still to be paid.") MoneyView due,
      @Schema(required = true) Instant issuedAt) {}

  /** What one kind of machine cost a project at one rate. */
  @Schema(name = "InvoiceLine")
  record LineView(
      @Schema(
              required = true,
              enumeration = {"usage", "refund"})
          String kind,
      @Schema(required = true) UUID project,
      @Schema(required = true) String projectName,
      @Schema(required = true) String seller,
      @Schema(required = true) String region,
      @Schema(required = true) String instanceType,
      @Schema(required = true, description = "For an hour of one machine.") MoneyView rate,
      @Schema(required = true) double seconds,
      @Schema(required = true) MoneyView amount) {}

  /** What the law adds. */
  @Schema(name = "InvoiceTax")
  record TaxView(
      @Schema(required = true) String name,
      @Schema(required = true) BigDecimal percent,
      @Schema(required = true) MoneyView amount) {}

  /** An invoice with its lines, whose amounts add up to its net amount. */
  @Schema(name = "InvoiceDocument")
  record DocumentView(
      @Schema(required = true) InvoiceView invoice,
      @Schema(required = true) List<LineView> lines,
      @Schema(required = true) List<TaxView> taxes) {}

  /**
   * What a seller is paid.
   *
   * @param gross what buyers were charged and not given back
   * @param take the broker's part of it
   */
  @Schema(name = "Payout")
  record PayoutView(
      @Schema(required = true) UUID id,
      @Schema(required = true) long number,
      @Schema(required = true) String seller,
      @Schema(required = true, examples = "2026-11") String month,
      @Schema(required = true, description = "What buyers were charged and not given back.")
          MoneyView gross,
      @Schema(required = true, description = "The broker's part of it.") MoneyView take,
      @Schema(required = true) MoneyView rounding,
      @Schema(required = true, description = "Gross, without the take, rounded once.")
          MoneyView total,
      @Schema(required = true) Instant issuedAt) {}

  Uni<List<InvoiceView>> invoices(UUID organization) {
    return list(
        "select *, total - prepaid as due from invoice where organization = $1 order by month desc, currency limit 1000",
        Tuple.of(organization),
        InvoiceStore::invoice);
  }

  Uni<Optional<DocumentView>> invoice(UUID organization, UUID id) {
    Tuple named = Tuple.of(organization, id);
    return list(
            "select *, total - prepaid as due from invoice where organization = $1 and id = $2",
            named,
            InvoiceStore::invoice)
        .chain(
            found ->
                found.isEmpty()
                    ? Uni.createFrom().item(Optional.empty())
                    : document(found.get(0), named).map(Optional::of));
  }

  private Uni<DocumentView> document(InvoiceView invoice, Tuple named) {
    String currency = invoice.net().currency();
    return Uni.combine()
        .all()
        .unis(
            list(
                "select * from invoice_line where organization = $1 and invoice = $2 order by place",
                named,
                row -> line(row, currency)),
            list(
                "select * from invoice_tax where organization = $1 and invoice = $2 order by name",
                named,
                row -> tax(row, currency)))
        .with((lines, taxes) -> new DocumentView(invoice, lines, taxes));
  }

  /** Of the organization's own sites. */
  Uni<List<PayoutView>> payouts(UUID organization) {
    return list(
        "select * from payout where organization = $1 order by month desc, seller, currency limit 1000",
        Tuple.of(organization),
        InvoiceStore::payout);
  }

  private <T> Uni<List<T>> list(String sql, Tuple arguments, Function<Row, T> view) {
    return pool.preparedQuery(sql).execute(arguments).map(rows -> views(rows, view));
  }

  private static <T> List<T> views(RowSet<Row> rows, Function<Row, T> view) {
    return StreamSupport.stream(rows.spliterator(), false).map(view).toList();
  }

  private static InvoiceView invoice(Row row) {
    String currency = row.getString("currency");
    return new InvoiceView(
        row.getUUID("id"),
        row.getLong("number"),
        YearMonth.from(row.getLocalDate("month")).toString(),
        money(row, "net", currency),
        money(row, "credit", currency),
        money(row, "rounding", currency),
        money(row, "tax", currency),
        money(row, "total", currency),
        money(row, "prepaid", currency),
        money(row, "due", currency),
        row.getOffsetDateTime("issued_at").toInstant());
  }

  private static LineView line(Row row, String currency) {
    return new LineView(
        row.getString("kind"),
        row.getUUID("project"),
        row.getString("project_name"),
        row.getString("seller"),
        row.getString("region"),
        row.getString("instance_type"),
        money(row, "rate", currency),
        row.getBigDecimal("seconds").doubleValue(),
        money(row, "amount", currency));
  }

  private static TaxView tax(Row row, String currency) {
    return new TaxView(
        row.getString("name"), row.getBigDecimal("percent"), money(row, "amount", currency));
  }

  private static PayoutView payout(Row row) {
    String currency = row.getString("currency");
    return new PayoutView(
        row.getUUID("id"),
        row.getLong("number"),
        row.getString("seller"),
        YearMonth.from(row.getLocalDate("month")).toString(),
        money(row, "gross", currency),
        money(row, "take", currency),
        money(row, "rounding", currency),
        money(row, "total", currency),
        row.getOffsetDateTime("issued_at").toInstant());
  }

  private static MoneyView money(Row row, String column, String currency) {
    return MoneyView.of(Money.of(row.getBigDecimal(column), Currency.getInstance(currency)));
  }
}
