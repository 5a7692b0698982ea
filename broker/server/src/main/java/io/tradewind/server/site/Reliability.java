package io.tradewind.server.site;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.agent.SiteEntity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * How far a site can be relied on: heartbeats, leases and promises, the newest counting most. What
 * happened counts half after {@value #HALF_LIFE_DAYS} days.
 */
record Reliability(List<Part> parts) {
  static final int HALF_LIFE_DAYS = 14;

  static final String FORMULA =
      "100 × Σ weight × (good + 1) / (all + 2); good and all are sums of 2^(-age in days / 14)."
          + " uptime (0.4): days heard of days expected. leases (0.4): leases that did not end by"
          + " the site's fault (agent_lost, machine_lost, start_timeout, provider_error). promises"
          + " (0.2): leases taken back with the notice that was promised.";

  private static final String DECAY =
      "power(2, -extract(epoch from cast(:now as timestamptz) - %s) / 86400 / 14)";

  private static final String UPTIME =
      "select sum(heard_seconds / 86400.0 * w), sum(expected_seconds / 86400.0 * w) from (select *,"
          + " "
          + DECAY.formatted("cast(day as timestamptz)")
          + " w from site_day where site = :site) d";

  private static final String LEASES =
      "select sum(case when l.close_reason in ('agent_lost', 'machine_lost', 'start_timeout',"
          + " 'provider_error') then 0 else w end), sum(w) from (select l.close_reason, "
          + DECAY.formatted("l.closed_at")
          + " w from lease l join assignment a on a.lease = l.id where a.site = :site and"
          + " l.closed_at is not null) l";

  private static final String PROMISES =
      "select sum(case when kept then w else 0 end), sum(w) from (select ("
          + Promises.KEPT
          + ") kept, "
          + DECAY.formatted("c.from_at")
          + " w from assignment a join site_closure c on c.id = a.closure join lease l on l.id ="
          + " a.lease where a.site = :site and l.close_reason = 'interrupted') p";

  /** One of the three, as the formula names it. */
  @Schema(name = "ReliabilityPart")
  public record Part(
      @Schema(required = true) String name,
      @Schema(required = true) double weight,
      @Schema(required = true) double good,
      @Schema(required = true) double all) {
    double share() {
      return (good + 1) / (all + 2);
    }
  }

  /** 0 to 100. */
  double score() {
    return 100 * parts.stream().mapToDouble(part -> part.weight() * part.share()).sum();
  }

  static Uni<Reliability> of(Mutiny.Session session, SiteEntity site, Instant now) {
    Uni<List<Part>> parts = Uni.createFrom().item(new ArrayList<>());
    for (Map.Entry<String, String> one :
        List.of(
            Map.entry("uptime", UPTIME),
            Map.entry("leases", LEASES),
            Map.entry("promises", PROMISES))) {
      parts =
          parts.call(
              known -> part(session, one.getKey(), one.getValue(), site, now).invoke(known::add));
    }
    return parts.map(Reliability::new);
  }

  private static Uni<Part> part(
      Mutiny.Session session, String name, String sql, SiteEntity site, Instant now) {
    return session
        .createNativeQuery(sql, Object[].class)
        .setParameter("now", now)
        .setParameter("site", site.id)
        .getSingleResult()
        .map(
            row ->
                new Part(
                    name,
                    name.equals("promises") ? 0.2 : 0.4,
                    row[0] == null ? 0 : ((Number) row[0]).doubleValue(),
                    row[1] == null ? 0 : ((Number) row[1]).doubleValue()));
  }
}
