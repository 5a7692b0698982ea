package io.tradewind.server.policy;

import io.smallrye.mutiny.Uni;
import io.tradewind.matcher.fence.Bounds;
import io.tradewind.matcher.fence.Breach;
import io.tradewind.matcher.fence.Fence;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.server.admission.Refusal;
import io.tradewind.server.budget.Funds;
import io.tradewind.server.database.PlainSql;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Judges leases by the policies of their organization. */
@ApplicationScoped
public class PolicyCheck {
  private static final String IN_FORCE =
      """
      select id, name, version, rules from policy
      where organization = $1 and (project is null or project = $2) and enabled and deleted_at is null
      order by created_at, id
      """;

  private final PolicyBook book;
  private final PolicyStore store;
  private final LeasedOffers offers;
  private final SpecReader specs;
  private final LiveMarket market;

  PolicyCheck(
      PolicyBook book,
      PolicyStore store,
      LeasedOffers offers,
      SpecReader specs,
      LiveMarket market) {
    this.book = book;
    this.store = store;
    this.offers = offers;
    this.specs = specs;
    this.market = market;
  }

  /** By what this broker knows: whether an offer of a failover list may have its turn. */
  public boolean allows(WorkloadEntity workload, LeaseEntity lease) {
    Fence fence = book.fence(Asker.after(workload, lease.attempt - 1));
    return fence.isNone()
        || breachesOf(fence, specs.stored(workload.spec), List.of(lease)).isEmpty();
  }

  /** By what stands in the database, in the transaction that writes the leases. */
  public Uni<Optional<Refusal>> check(
      Mutiny.Session session, List<Funds.Intent> intents, Instant now) {
    WorkloadEntity first = intents.get(0).workload();
    return PlainSql.rows(session, IN_FORCE, first.organization, first.project)
        .map(rows -> rows.isEmpty() ? Optional.empty() : judged(fence(rows), intents, now));
  }

  private Fence fence(List<Object[]> rows) {
    List<Bounds> bounds = new ArrayList<>(rows.size());
    for (Object[] row : rows) {
      UUID id = (UUID) row[0];
      int version = ((Number) row[2]).intValue();
      bounds.add(Policy.bounds(id, (String) row[1], version, store.tree((String) row[3])));
    }
    return new Fence(bounds);
  }

  private Optional<Refusal> judged(Fence fence, List<Funds.Intent> intents, Instant now) {
    List<Breach> breaches = new ArrayList<>();
    for (Funds.Intent intent : intents) {
      Workload workload = specs.stored(intent.workload().spec);
      int attempts = intent.leases().get(0).attempt - 1;
      Fence holding = Asker.after(intent.workload(), attempts).begins() ? fence : fence.ofBegun();
      breaches.addAll(holding.breaches(workload, now));
      breaches.addAll(breachesOf(holding, workload, intent.leases()));
    }
    return breaches.isEmpty()
        ? Optional.empty()
        : Optional.of(Refusal.of(PolicyRefusals.of(breaches)));
  }

  /** All nodes of an attempt are of one offer. */
  private List<Breach> breachesOf(Fence fence, Workload workload, List<LeaseEntity> leases) {
    return fence.breaches(
        offers.of(leases.get(0), workload),
        market.market().scale()::exceed,
        workload.kind() == Workload.Kind.TASK);
  }
}
