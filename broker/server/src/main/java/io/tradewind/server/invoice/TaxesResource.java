package io.tradewind.server.invoice;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Which taxes are on the organization's invoices: data of whoever keeps the books. */
@Path("/api/v1/taxes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "money")
public class TaxesResource {
  private static final BigDecimal MOST = BigDecimal.valueOf(100);
  private static final int DECIMALS = 4;
  private static final int MOST_RULES = 10;
  private static final int LONGEST_NAME = 100;

  private final Pool pool;
  private final Caller caller;

  TaxesResource(Pool pool, Caller caller) {
    this.pool = pool;
    this.caller = caller;
  }

  /** One tax. */
  @Schema(name = "TaxRule")
  public record TaxRule(
      @Schema(required = true, examples = "VAT", maxLength = 100) @Nullable String name,
      @Schema(required = true, examples = "19") @Nullable BigDecimal percent) {}

  /** All of them. */
  @Schema(name = "TaxRules")
  public record TaxRules(@Schema(required = true) @Nullable List<TaxRule> items) {}

  @GET
  @Operation(operationId = "listTaxes", summary = "Taxes on the organization's invoices")
  public Uni<Page<TaxRule>> list() {
    UUID id = caller.organization();
    return pool.withTransaction(connection -> read(connection, id));
  }

  private static Uni<Page<TaxRule>> read(SqlConnection connection, UUID id) {
    return connection
        .preparedQuery("select name, percent from tax_rule where organization = $1 order by name")
        .execute(Tuple.of(id))
        .map(
            rows -> {
              List<TaxRule> all = new ArrayList<>();
              rows.forEach(
                  row -> all.add(new TaxRule(row.getString("name"), row.getBigDecimal("percent"))));
              return Page.whole(all);
            });
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "replaceTaxes",
      summary = "Replace the taxes on the organization's next invoices")
  @APIResponse(responseCode = "400", description = "A rule is wrong.")
  public Uni<Page<TaxRule>> replace(TaxRules body) {
    UUID id = caller.organization();
    List<Tuple> rows = rows(id, body);
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery("delete from tax_rule where organization = $1")
                .execute(Tuple.of(id))
                .chain(() -> insert(connection, rows))
                .chain(() -> read(connection, id)));
  }

  private static Uni<Void> insert(SqlConnection connection, List<Tuple> rows) {
    return rows.isEmpty()
        ? Uni.createFrom().voidItem()
        : connection
            .preparedQuery("insert into tax_rule (organization, name, percent) values ($1, $2, $3)")
            .executeBatch(rows)
            .replaceWithVoid();
  }

  private static List<Tuple> rows(UUID id, @Nullable TaxRules body) {
    List<TaxRule> items = body == null ? null : body.items();
    if (items == null || items.size() > MOST_RULES) {
      throw ProblemException.field(
          "items", "There is no list, or a long one.", "Write at most %d.".formatted(MOST_RULES));
    }
    Set<String> names = new TreeSet<>();
    List<Tuple> rows = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      rows.add(row(id, "items[%d]".formatted(i), items.get(i), names));
    }
    return rows;
  }

  private static Tuple row(UUID id, String field, @Nullable TaxRule rule, Set<String> names) {
    String given = rule == null ? null : rule.name();
    String name = given == null ? "" : given.strip();
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || name.indexOf('\0') >= 0
        || !names.add(name)) {
      throw ProblemException.field(
          field + ".name",
          "The name is missing, long, or there twice.",
          "Write at most %d characters.".formatted(LONGEST_NAME));
    }
    BigDecimal percent = rule == null ? null : rule.percent();
    if (percent == null
        || percent.signum() < 0
        || percent.compareTo(MOST) > 0
        || percent.stripTrailingZeros().scale() > DECIMALS) {
      throw ProblemException.field(
          field + ".percent", "This is no share.", "Use 0 to 100, with four decimals at most.");
    }
    return Tuple.of(id, name, percent);
  }
}
