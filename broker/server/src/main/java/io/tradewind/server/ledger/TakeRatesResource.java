package io.tradewind.server.ledger;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.ScopedPool;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What of a seller's earnings the broker keeps. Nothing, until somebody says so. */
@Path("/api/v1/take-rates")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "money")
public class TakeRatesResource {
  private static final BigDecimal MOST = BigDecimal.valueOf(100);
  private static final int DECIMALS = 4;
  private static final String LIST =
      """
      select distinct on (seller) seller, percent, valid_from from take_rate where valid_from <= $1 order by seller, valid_from desc
      """;
  private static final String SET =
      """
      insert into take_rate (seller, valid_from, percent, changed_at, changed_by) values ($1, $2, $3, $2, $4)
      on conflict do nothing
      """;

  private final ScopedPool pool;
  private final Caller caller;
  private final Clock clock;

  TakeRatesResource(ScopedPool pool, Caller caller, Clock clock) {
    this.pool = pool;
    this.caller = caller;
    this.clock = clock;
  }

  /** A rate in replies. */
  @Schema(name = "TakeRate", description = "The broker's part of what a seller earns.")
  public record TakeRateView(
      @Schema(required = true, description = "A provider as offers name it; * is every other.")
          String seller,
      @Schema(required = true) BigDecimal percent,
      @Schema(required = true) Instant validFrom) {}

  /** A rate as it is sent. */
  @Schema(name = "TakeRateRequest")
  public record TakeRateBody(
      @Schema(required = true, examples = "2.5", description = "0 to 100, four decimals at most.")
          @Nullable BigDecimal percent) {}

  @GET
  @Operation(operationId = "listTakeRates", summary = "Take rates in force")
  public Uni<Page<TakeRateView>> list() {
    return pool.within(
            Scope.BROKER,
            connection ->
                connection
                    .preparedQuery(LIST)
                    .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC))))
        .map(
            rows -> {
              List<TakeRateView> all = new ArrayList<>();
              rows.forEach(row -> all.add(view(row)));
              return Page.whole(all);
            });
  }

  private static TakeRateView view(Row row) {
    return new TakeRateView(
        row.getString("seller"),
        row.getBigDecimal("percent"),
        row.getOffsetDateTime("valid_from").toInstant());
  }

  @PUT
  @Path("{seller}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "setTakeRate",
      summary = "Set a seller's take rate from now on; what is charged already stays")
  @APIResponse(responseCode = "400", description = "The percentage is no share.")
  public Uni<Page<TakeRateView>> set(@PathParam("seller") String seller, TakeRateBody body) {
    BigDecimal percent = body == null ? null : body.percent();
    if (percent == null
        || percent.signum() < 0
        || percent.compareTo(MOST) > 0
        || percent.stripTrailingZeros().scale() > DECIMALS) {
      throw ProblemException.field(
          "percent", "This is no share.", "Use 0 to 100, with four decimals at most.");
    }
    if (!seller.matches("\\*|[a-z0-9-]{1,63}")) {
      throw ProblemException.field(
          "seller", "This names no seller.", "Use a provider as offers name it, or *.");
    }
    Tuple row =
        Tuple.of(seller, clock.instant().atOffset(ZoneOffset.UTC), percent, caller.subject());
    return pool.within(Scope.BROKER, connection -> connection.preparedQuery(SET).execute(row))
        .chain(rows -> list());
  }
}
