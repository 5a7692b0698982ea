package io.tradewind.server.site;

import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * What tenants were promised when their leases were taken back. A promise is kept by maintenance
 * that is announced a day ahead, and, for capacity that was sold as reclaimable, by the notice that
 * its ask named when the lease began.
 */
final class Promises {
  /** Whether a lease's reclamation kept its promise; over {@code assignment a, site_closure c}. */
  static final String KEPT =
"""
coalesce(extract(epoch from c.from_at - c.announced_at) >= a.notice_seconds - 1, false)
  or (c.kind = 'maintenance' and c.from_at - c.announced_at >= interval '23 hours 59 minutes')
""";

  private Promises() {}

  /** How many leases a closure moves, and how many promises it breaks by that. */
  record Tally(long leases, long broken) {
    static final Tally NONE = new Tally(0, 0);
  }

  static Uni<Map<UUID, Tally>> tallies(Mutiny.Session session, List<UUID> closures) {
    if (closures.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return session
        .createNativeQuery(
            "select c.id, count(*), count(*) filter (where not ("
                + KEPT
                + ")) from assignment a join site_closure c on c.id = a.closure where c.id in"
                + " (:closures) group by c.id",
            Object[].class)
        .setParameter("closures", closures)
        .getResultList()
        .map(
            rows -> {
              Map<UUID, Tally> tallies = new HashMap<>();
              rows.forEach(
                  row ->
                      tallies.put(
                          (UUID) row[0],
                          new Tally(((Number) row[1]).longValue(), ((Number) row[2]).longValue())));
              return tallies;
            });
  }
}
