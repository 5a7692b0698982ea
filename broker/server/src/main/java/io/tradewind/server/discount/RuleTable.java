package io.tradewind.server.discount;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderId;
import io.tradewind.server.market.PriceOverride;
import io.tradewind.server.market.PriceOverride.Terms;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Organizations' rules in one table of the database. The whole list of an organization is replaced
 * at once, since its order matters.
 */
final class RuleTable {
  private static final List<String> COMMON =
      List.of(
          "organization",
          "place",
          "seller",
          "region",
          "instance_type",
          "accelerator",
          "capacity_type",
          "valid_from",
          "valid_to",
          "note",
          "changed_at",
          "changed_by");

  private final Pool pool;
  private final Clock clock;
  private final TermsColumns terms;
  private final String read;
  private final String delete;
  private final String insert;

  /**
   * @param table its name, from this code and never from a request
   * @param terms its columns beside the ones that all rules have
   */
  RuleTable(Pool pool, Clock clock, String table, TermsColumns terms) {
    this.pool = pool;
    this.clock = clock;
    this.terms = terms;
    List<String> columns = new ArrayList<>(COMMON);
    columns.addAll(terms.names());
    String values =
        IntStream.rangeClosed(1, columns.size())
            .mapToObj(number -> "$" + number)
            .collect(Collectors.joining(", "));
    read = "select * from %s where organization = $1 order by place".formatted(table);
    delete = "delete from %s where organization = $1".formatted(table);
    insert = "insert into %s (%s) values (%s)".formatted(table, String.join(", ", columns), values);
  }

  /** The columns in which a table keeps what its rules say of prices. */
  interface TermsColumns {
    List<String> names();

    /** In the order of the names. */
    List<@Nullable Object> values(Terms terms);

    Terms read(Row row);
  }

  Uni<List<PriceOverride>> read(UUID organization) {
    return pool.preparedQuery(read)
        .execute(Tuple.of(organization))
        .map(
            rows -> {
              List<PriceOverride> rules = new ArrayList<>();
              rows.forEach(row -> rules.add(rule(row)));
              return List.copyOf(rules);
            });
  }

  /** In place of all that were there. */
  Uni<Void> replace(UUID organization, List<PriceOverride> rules, String by) {
    Instant now = clock.instant();
    List<Tuple> rows = new ArrayList<>();
    for (int place = 0; place < rules.size(); place++) {
      rows.add(row(organization, place, rules.get(place), now, by));
    }
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(delete)
                .execute(Tuple.of(organization))
                .chain(
                    () ->
                        rows.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : connection
                                .preparedQuery(insert)
                                .executeBatch(rows)
                                .replaceWithVoid()));
  }

  private Tuple row(UUID organization, int place, PriceOverride rule, Instant now, String by) {
    List<@Nullable Object> values =
        new ArrayList<>(
            Arrays.<@Nullable Object>asList(
                organization,
                place,
                rule.seller().value(),
                rule.region().orElse(null),
                rule.instanceType().orElse(null),
                rule.accelerator().orElse(null),
                rule.capacityType().map(CapacityType::wireName).orElse(null),
                rule.from().map(RuleTable::utc).orElse(null),
                rule.until().map(RuleTable::utc).orElse(null),
                rule.note(),
                utc(now),
                by));
    values.addAll(terms.values(rule.terms()));
    return Tuple.from(values);
  }

  private PriceOverride rule(Row row) {
    return new PriceOverride(
        new ProviderId(row.getString("seller")),
        Optional.ofNullable(row.getString("region")),
        Optional.ofNullable(row.getString("instance_type")),
        Optional.ofNullable(row.getString("accelerator")),
        Optional.ofNullable(row.getString("capacity_type")).flatMap(CapacityType::parse),
        terms.read(row),
        instant(row.getOffsetDateTime("valid_from")),
        instant(row.getOffsetDateTime("valid_to")),
        row.getString("note"));
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime at) {
    return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
