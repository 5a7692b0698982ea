package io.tradewind.server.admission;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.budget.Funds;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.policy.PolicyCheck;
import io.tradewind.server.quota.QuotaCheck;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Asks everybody who may refuse a lease, and writes it where nobody does. */
@ApplicationScoped
public class Admission {
  private final PolicyCheck policies;
  private final QuotaCheck quotas;
  private final Funds funds;

  Admission(PolicyCheck policies, QuotaCheck quotas, Funds funds) {
    this.policies = policies;
    this.quotas = quotas;
    this.funds = funds;
  }

  /** Writes the leases of one attempt, or says who refuses; then nothing is written. */
  public Uni<Optional<Refusal>> write(
      Mutiny.Session session, WorkloadEntity workload, List<LeaseEntity> leases, Instant now) {
    return write(session, List.of(new Funds.Intent(workload, leases)), now);
  }

  /**
   * The same for workloads of one owner. Where all of them are refused together the transaction
   * must not be committed.
   */
  public Uni<Optional<Refusal>> write(
      Mutiny.Session session, List<Funds.Intent> intents, Instant now) {
    if (intents.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    return policies
        .check(session, intents, now)
        .chain(
            refusal ->
                refusal.isPresent()
                    ? Uni.createFrom().item(refusal)
                    : quotas.check(session, intents))
        .chain(
            refusal ->
                refusal.isPresent()
                    ? Uni.createFrom().item(refusal)
                    : funds
                        .write(session, intents, now)
                        .map(shortage -> shortage.map(Refusal::of)));
  }
}
