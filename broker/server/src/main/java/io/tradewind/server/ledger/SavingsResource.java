package io.tradewind.server.ledger;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tradewind.pricing.Money;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.market.OfferParameters;
import io.tradewind.server.page.Months;
import io.tradewind.server.signin.Caller;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What choosing among sellers has saved in a month. */
@Path("/api/v1/spend/savings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "money")
public class SavingsResource {
  private static final Currency USD = Currency.getInstance("USD");

  /** An hour of a machine is so many hours of an accelerator as it has. */
  private static final String USED =
      """
      select lease.offer_document::jsonb #>> '{accelerator,model}' as model,
        sum(extract(epoch from charge.to_at - charge.from_at)::numeric / 3600
          * coalesce((lease.offer_document::jsonb #>> '{accelerator,count}')::numeric, 0)) as hours,
        sum(charge.amount) as amount
      from charge join lease on lease.id = charge.lease
      where charge.organization = $1 and charge.from_at >= $2 and charge.from_at < $3 and charge.currency = 'USD'
      group by model order by model
      """;

  private static final int HOUR_DECIMALS = 9;

  private final Pool pool;
  private final Caller caller;
  private final Clock clock;
  private final LiveMarket market;

  SavingsResource(Pool pool, Caller caller, Clock clock, LiveMarket market) {
    this.pool = pool;
    this.caller = caller;
    this.clock = clock;
    this.market = market;
  }

  /** What one way of buying would have cost. */
  @Schema(name = "SavingsAgainst", description = "What the same would have cost, and the saving.")
  public record AgainstView(
      @Schema(required = true, nullable = true, description = "Where everything is at one seller.")
          @Nullable String seller,
      @Schema(required = true) MoneyView wouldHaveCost,
      @Schema(required = true, description = "Negative where it would have cost less.")
          MoneyView saved) {
    static AgainstView of(@Nullable String seller, Money amount, Money compared) {
      return new AgainstView(seller, MoneyView.of(amount), MoneyView.of(amount.minus(compared)));
    }
  }

  /** A month's savings, with how they are reckoned. */
  @Schema(name = "Savings", description = "What choosing among sellers has saved in a month.")
  public record SavingsView(
      @Schema(required = true, examples = "2026-11") String month,
      @Schema(required = true, description = "All charges in dollars.") MoneyView spent,
      @Schema(required = true, description = "The part of them that is compared.")
          MoneyView compared,
      @Schema(
              required = true,
              nullable = true,
              description = "Null where no seller has all of it, or nothing is compared.")
          @Nullable AgainstView cheapestCloud,
      @Schema(required = true, nullable = true, description = "Null where nothing is compared.")
          @Nullable AgainstView doingNothing,
      @Schema(required = true, description = "How it is reckoned, for people.") String method) {
    static SavingsView of(YearMonth month, Savings savings) {
      boolean nothing = savings.compared().isZero();
      Money compared = savings.compared();
      return new SavingsView(
          month.toString(),
          MoneyView.of(savings.spent()),
          MoneyView.of(compared),
          savings
              .cheapestSeller()
              .map(it -> AgainstView.of(it.seller(), it.amount(), compared))
              .orElse(null),
          nothing ? null : AgainstView.of(null, savings.anywhere(), compared),
          Savings.METHOD);
    }
  }

  @GET
  @Operation(
      operationId = "getSavings",
      summary = "What a month would have cost at one cloud alone, or without choosing")
  public Uni<SavingsView> get(
      @Parameter(description = "Of UTC; this one when absent.", example = "2026-11")
          @QueryParam("month")
          @Nullable String month) {
    YearMonth asked = Months.of(month, clock);
    return pool.preparedQuery(USED)
        .execute(
            Tuple.of(caller.organization(), Months.start(asked), Months.start(asked.plusMonths(1))))
        // Every model used is a pass over the market.
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(
            rows -> {
              Money spent = Money.zero(USD);
              List<Savings.Used> used = new ArrayList<>();
              for (Row row : rows) {
                Money amount = Money.of(row.getBigDecimal("amount"), USD);
                spent = spent.plus(amount);
                if (row.getString("model") != null) {
                  used.add(used(row, amount));
                }
              }
              return SavingsView.of(asked, Savings.of(spent, used, offered(used)));
            });
  }

  private static Savings.Used used(Row row, Money amount) {
    return new Savings.Used(
        row.getString("model"),
        row.getBigDecimal("hours").setScale(HOUR_DECIMALS, RoundingMode.HALF_EVEN),
        amount);
  }

  private Map<String, Savings.Offered> offered(List<Savings.Used> used) {
    Map<String, Savings.Offered> offered = new HashMap<>();
    for (Savings.Used each : used) {
      OfferParameters wanted = new OfferParameters();
      wanted.accelerator = each.model();
      wanted.capacityType = "on_demand";
      Map<String, Money> lowest = market.lowestBySeller(wanted);
      market
          .publishedSpread(wanted)
          .filter(it -> !lowest.isEmpty())
          .ifPresent(it -> offered.put(each.model(), new Savings.Offered(lowest, it.median())));
    }
    return offered;
  }
}
