package io.tradewind.server.policy;

import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.PriceScale;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.fence.Bounds;
import io.tradewind.matcher.fence.Breach;
import io.tradewind.matcher.fence.Fence;
import io.tradewind.matcher.fence.Offered;
import io.tradewind.matcher.workload.Limits;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.Money;
import io.tradewind.server.database.Database;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.page.Cursors;
import io.tradewind.server.placement.Placements;
import io.tradewind.server.policy.DryRunView.Affected;
import io.tradewind.server.policy.DryRunView.RuleCount;
import io.tradewind.server.workload.SpecReader;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tries a draft on what has been. A workload is judged as it began: by its first lease, and by the
 * clock of that moment. Whether it would have had another place is asked of today's market, since
 * yesterday's is not kept.
 */
@ApplicationScoped
class DryRuns {
  /** Judged in about a second, matched again in several. */
  private static final int MOST = 2_000;

  private static final String BEGUN =
      """
      select w.id, w.name, w.project, w.spec, w.created_by, w.created_at, l.feed, l.offer_document, l.rate, l.currency, l.hourly_carbon,
        l.provider, l.region, l.instance_type
      from workload w join lateral
        (select * from lease where lease.workload = w.id order by attempt, node limit 1) l on true
      where w.organization = $1 and ($2::uuid is null or w.project = $2) and w.created_at >= $3 and w.created_at < $4
        and w.service is null
      order by w.created_at desc, w.id limit $5
      """;

  private final Pool pool;
  private final Placements placements;
  private final LeasedOffers offers;
  private final SpecReader specs;
  private final LiveMarket market;

  DryRuns(
      Pool pool, Placements placements, LeasedOffers offers, SpecReader specs, LiveMarket market) {
    this.pool = pool;
    this.placements = placements;
    this.offers = offers;
    this.specs = specs;
    this.market = market;
  }

  /** One workload that breaks the draft. */
  private record Found(Affected told, Set<String> rules, Optional<Money> dearer) {}

  /** Blocks. */
  DryRunView run(UUID organization, DryRunBody body, int limit, @Nullable String cursor) {
    int first = cursor == null ? 0 : first(cursor);
    List<Row> rows = read(organization, body);
    boolean truncated = rows.size() > MOST;
    List<Row> judged = truncated ? rows.subList(0, MOST) : rows;
    Fence draft = new Fence(List.of(bounds(body.rules())));
    List<Found> found =
        judged.stream().flatMap(row -> judge(organization, row, draft).stream()).toList();
    List<Affected> page = found.stream().skip(first).limit(limit).map(Found::told).toList();
    int refused = (int) found.stream().filter(it -> it.told().outcome().equals("refused")).count();
    int next = first + page.size();
    return new DryRunView(
        body.from(),
        body.to(),
        judged.size(),
        refused,
        found.size() - refused,
        truncated,
        dearer(found).map(MoneyView::of).orElse(null),
        summary(judged.size(), refused, found.size() - refused, dearer(found)),
        counts(found),
        page,
        next < found.size() ? Cursors.encode("dry-run", Integer.toString(next)) : null,
        found.size());
  }

  private static Bounds bounds(Map<String, Object> rules) {
    return Policy.bounds(new UUID(0, 0), "draft", 1, rules);
  }

  private static int first(String cursor) {
    List<String> parts = Cursors.decode(cursor, 2);
    try {
      int first = Integer.parseInt(parts.get(1));
      if (parts.get(0).equals("dry-run") && first >= 0) {
        return first;
      }
    } catch (NumberFormatException e) {
      throw Cursors.bad();
    }
    throw Cursors.bad();
  }

  private List<Row> read(UUID organization, DryRunBody body) {
    List<Row> rows = new ArrayList<>();
    Tuple values =
        Tuple.from(
            Arrays.<@Nullable Object>asList(
                organization,
                body.project().orElse(null),
                body.from().atOffset(ZoneOffset.UTC),
                body.to().atOffset(ZoneOffset.UTC),
                MOST + 1));
    Database.await(pool.preparedQuery(BEGUN).execute(values)).forEach(rows::add);
    return rows;
  }

  private Optional<Found> judge(UUID organization, Row row, Fence draft) {
    Workload workload = specs.stored(row.getString("spec"));
    Instant began = row.getOffsetDateTime("created_at").toInstant();
    Money perHour =
        Money.of(row.getBigDecimal("rate"), Currency.getInstance(row.getString("currency")));
    Offered ran =
        offers.of(
            row.getString("feed"),
            row.getString("offer_document"),
            perHour,
            row.getString("hourly_carbon"),
            workload);
    PriceScale scale = market.market().scale();
    List<Breach> ever = draft.breaches(workload, began);
    List<Breach> breaches = new ArrayList<>(ever);
    breaches.addAll(draft.breaches(ran, scale::exceed, workload.kind() == Workload.Kind.TASK));
    if (breaches.isEmpty()) {
      return Optional.empty();
    }
    Asker asker = Asker.beginning(organization, row.getUUID("project"));
    Optional<Candidate> other =
        ever.isEmpty() ? chosen(asker, draft.ofBegun(), workload) : Optional.empty();
    Optional<Candidate> free =
        other.isEmpty() ? Optional.empty() : chosen(asker, Fence.NONE, workload);
    return Optional.of(found(row, breaches, other, free));
  }

  private Optional<Candidate> chosen(Asker asker, Fence fence, Workload workload) {
    return placements.match(asker, fence, anyTime(workload), Scope.LEASABLE).choice();
  }

  /** A deadline of then has passed. */
  private static Workload anyTime(Workload workload) {
    Limits limits = workload.limits();
    return workload.withLimits(
        new Limits(
            limits.maxPricePerHour(),
            limits.maxCost(),
            limits.maxCarbon(),
            limits.maxDuration(),
            Optional.empty(),
            limits.idleStop()));
  }

  private static Found found(
      Row row, List<Breach> breaches, Optional<Candidate> other, Optional<Candidate> free) {
    Affected told =
        new Affected(
            row.getUUID("id"),
            row.getString("name"),
            row.getString("created_by"),
            row.getOffsetDateTime("created_at").toInstant(),
            other.isPresent() ? "moved" : "refused",
            breaches.stream()
                .map(it -> "%s: %s".formatted(it.rule().wireName(), it.found()))
                .toList(),
            "%s in %s/%s"
                .formatted(
                    row.getString("instance_type"),
                    row.getString("provider"),
                    row.getString("region")),
            other.map(DryRuns::name).orElse(null),
            other.map(it -> MoneyView.of(it.pricePerHour().perHour())).orElse(null),
            free.map(it -> MoneyView.of(it.pricePerHour().perHour())).orElse(null));
    Set<String> rules = new LinkedHashSet<>();
    breaches.forEach(it -> rules.add(it.rule().wireName()));
    Optional<Money> dearer =
        other.flatMap(
            it ->
                free.map(
                    without ->
                        it.comparedPricePerHour()
                            .perHour()
                            .minus(without.comparedPricePerHour().perHour())));
    return new Found(told, rules, dearer);
  }

  private static String name(Candidate candidate) {
    return "%s in %s"
        .formatted(candidate.offer().instanceType().name(), candidate.offer().region());
  }

  private static Optional<Money> dearer(List<Found> found) {
    return found.stream().flatMap(it -> it.dearer().stream()).reduce(Money::plus);
  }

  private static List<RuleCount> counts(List<Found> found) {
    Map<String, Integer> counts = new TreeMap<>();
    found.forEach(it -> it.rules().forEach(rule -> counts.merge(rule, 1, Integer::sum)));
    return counts.entrySet().stream()
        .map(it -> new RuleCount(it.getKey(), it.getValue()))
        .sorted(Comparator.comparing(RuleCount::workloads).reversed())
        .toList();
  }

  static String summary(int judged, int refused, int moved, Optional<Money> dearer) {
    if (judged == 0) {
      return "This would have refused nothing: no workload began in this time.";
    }
    String cost =
        dearer
            .map(
                it ->
                    ", for %s an hour more together by today's prices"
                        .formatted(MoneyView.of(it).amount() + " " + it.currencyCode()))
            .orElse("");
    return "This would have refused %d of %d, and moved %d elsewhere%s."
        .formatted(refused, judged, moved, moved == 0 ? "" : cost);
  }
}
