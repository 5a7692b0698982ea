package io.tradewind.server.ledger;

import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.Money;
import io.tradewind.server.market.MoneyView;
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
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a month has cost so far, by project. */
@Path("/api/v1/spend")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "money")
public class SpendResource {
  private static final String SPENT =
      """
      select project.id, project.name, charge.currency, sum(charge.amount) as amount
      from charge join workload on workload.id = charge.workload join project on project.id = workload.project
      where charge.organization = $1 and charge.from_at >= $2 and charge.from_at < $3
      group by project.id, project.name, charge.currency order by project.name, project.id, charge.currency
      """;

  private final Pool pool;
  private final Caller caller;
  private final Clock clock;

  SpendResource(Pool pool, Caller caller, Clock clock) {
    this.pool = pool;
    this.caller = caller;
    this.clock = clock;
  }

  /** What one project was charged in one currency. */
  @Schema(name = "Spend", description = "What a project was charged in a month.")
  public record SpendView(
      @Schema(required = true, examples = "2026-11") String month,
      @Schema(required = true) UUID project,
      @Schema(required = true) String projectName,
      @Schema(required = true) MoneyView amount) {}

  @GET
  @Operation(operationId = "listSpend", summary = "Charges of a month by project and currency")
  public Uni<Page<SpendView>> list(
      @Parameter(description = "Of UTC; this one when absent.", example = "2026-11")
          @QueryParam("month")
          @Nullable String month) {
    YearMonth asked = Months.of(month, clock);
    return pool.preparedQuery(SPENT)
        .execute(
            Tuple.of(caller.organization(), Months.start(asked), Months.start(asked.plusMonths(1))))
        .map(
            rows -> {
              List<SpendView> all = new ArrayList<>();
              rows.forEach(row -> all.add(view(asked, row)));
              return Page.whole(all);
            });
  }

  private static SpendView view(YearMonth month, Row row) {
    return new SpendView(
        month.toString(),
        row.getUUID("id"),
        row.getString("name"),
        MoneyView.of(
            Money.of(
                row.getBigDecimal("amount"), Currency.getInstance(row.getString("currency")))));
  }
}
