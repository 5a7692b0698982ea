package io.tradewind.server.ledger;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.market.Parameters;
import io.tradewind.server.page.Months;
import io.tradewind.server.page.Page;
import io.tradewind.server.signin.Caller;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a month has cost so far, cut in one of several ways. */
@Path("/api/v1/spend/parts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "money")
public class SpendPartsResource {
  private static final String SPENT =
      """
      select %1$s as part, charge.currency, sum(charge.amount) as amount
      from charge join lease on lease.id = charge.lease
        join workload on workload.id = charge.workload join project on project.id = workload.project
      where charge.organization = $1 and charge.from_at >= $2 and charge.from_at < $3
      group by part, charge.currency order by %2$s, charge.currency
      """;

  private final Pool pool;
  private final Caller caller;
  private final Clock clock;

  SpendPartsResource(Pool pool, Caller caller, Clock clock) {
    this.pool = pool;
    this.caller = caller;
    this.clock = clock;
  }

  /** By what a month is cut. */
  enum By {
    PROJECT("project.name", true),
    PROVIDER("lease.provider", true),
    ACCELERATOR("coalesce(lease.offer_document::jsonb #>> '{accelerator,model}', 'cpu')", true),
    USER("workload.created_by", true),
    DAY("to_char(charge.from_at at time zone 'UTC', 'YYYY-MM-DD')", false);

    private final String column;
    private final boolean largestFirst;

    By(String column, boolean largestFirst) {
      this.column = column;
      this.largestFirst = largestFirst;
    }

    String statement() {
      return SPENT.formatted(column, largestFirst ? "amount desc, part" : "part");
    }

    static Optional<By> parse(String word) {
      return Arrays.stream(values())
          .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(word))
          .findFirst();
    }
  }

  /**
   * One part in one currency.
   *
   * @param part a project's name, a seller, a model ({@code cpu} for none), a subject or a day
   */
  @Schema(name = "SpendPart", description = "What one part of a month was charged.")
  public record PartView(
      @Schema(
              required = true,
              description = "A project, a seller, an accelerator or cpu, a subject, a day of UTC.")
          String part,
      @Schema(required = true) MoneyView amount) {}

  @GET
  @Operation(
      operationId = "listSpendParts",
      summary = "Charges of a month by project, seller, accelerator, person or day")
  public Uni<Page<PartView>> list(
      @Parameter(
              description = "By what it is cut.",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"project", "provider", "accelerator", "user", "day"},
                      defaultValue = "project"))
          @QueryParam("by")
          @Nullable String by,
      @Parameter(description = "Of UTC; this one when absent.", example = "2026-11")
          @QueryParam("month")
          @Nullable String month) {
    YearMonth asked = Months.of(month, clock);
    By cut =
        Parameters.choice("by", by, By::parse, "project, provider, accelerator, user, day")
            .orElse(By.PROJECT);
    return pool.preparedQuery(cut.statement())
        .execute(
            Tuple.of(caller.organization(), Months.start(asked), Months.start(asked.plusMonths(1))))
        .map(
            rows -> {
              List<PartView> all = new ArrayList<>();
              rows.forEach(row -> all.add(view(row)));
              return Page.whole(all);
            });
  }

  private static PartView view(Row row) {
    return new PartView(
        row.getString("part"),
        MoneyView.of(
            Money.of(
                row.getBigDecimal("amount"), Currency.getInstance(row.getString("currency")))));
  }
}
