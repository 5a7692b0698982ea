package io.tradewind.server.quota;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.admission.Refusal;
import io.tradewind.server.budget.Funds;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Whether leases fit into the quotas that they fall under. */
@ApplicationScoped
public class QuotaCheck {
  private static final String APPLYING =
      """
      select cast(id as text), cast(project as text), subject, accelerator, most from quota
      where organization = :organization and (project is null or project = :project)
        and (subject is null or subject = '*' or subject = :subject)
      order by id
      """;

  /** Until the transaction ends, nobody else counts what falls under it. */
  private static final String LOCK = "select most from quota where id = :quota for no key update";

  private static final String USED =
      """
      select coalesce(sum(l.accelerators), 0) from lease l join workload w on w.id = l.workload
      where l.organization = :organization and l.state <> 'closed' and l.accelerators > 0
        and (cast(:project as text) = '' or cast(w.project as text) = cast(:project as text))
        and (cast(:subject as text) = '' or w.created_by = cast(:subject as text))
        and (cast(:model as text) = '' or l.accelerator = cast(:model as text) or starts_with(l.accelerator, cast(:model as text) || '-'))
      """;

  /** Refuses where a quota has too little room for all. */
  public Uni<Optional<Refusal>> check(Mutiny.Session session, List<Funds.Intent> intents) {
    boolean needsNone =
        intents.stream().flatMap(it -> it.leases().stream()).allMatch(QuotaCheck::hasNone);
    if (needsNone) {
      return Uni.createFrom().item(Optional.empty());
    }
    WorkloadEntity owner = intents.get(0).workload();
    return session
        .createNativeQuery(APPLYING, Object[].class)
        .setParameter("organization", owner.organization)
        .setParameter("project", owner.project)
        .setParameter("subject", owner.createdBy)
        .getResultList()
        .chain(rows -> check(session, quotas(rows, owner), 0, intents));
  }

  private static boolean hasNone(LeaseEntity lease) {
    return lease.accelerators.signum() == 0;
  }

  private static List<Quota> quotas(List<Object[]> rows, WorkloadEntity owner) {
    List<Quota> all = new ArrayList<>(rows.size());
    for (Object[] row : rows) {
      all.add(
          new Quota(
              UUID.fromString((String) row[0]),
              owner.organization,
              text(row[1]).map(UUID::fromString),
              text(row[2]),
              text(row[3]),
              (BigDecimal) row[4],
              "",
              Instant.EPOCH));
    }
    return all;
  }

  private static Optional<String> text(@Nullable Object value) {
    return Optional.ofNullable((String) value);
  }

  /**
   * Quotas are locked in the order of their ids, so that no two transactions wait for each other.
   */
  private static Uni<Optional<Refusal>> check(
      Mutiny.Session session, List<Quota> quotas, int place, List<Funds.Intent> intents) {
    if (place == quotas.size()) {
      return Uni.createFrom().item(Optional.empty());
    }
    Quota quota = quotas.get(place);
    BigDecimal needed = needed(quota, intents);
    Uni<Optional<Refusal>> one =
        needed.signum() == 0
            ? Uni.createFrom().item(Optional.empty())
            : fits(session, quota, needed, intents.get(0).workload());
    return one.chain(
        refusal ->
            refusal.isPresent()
                ? Uni.createFrom().item(refusal)
                : check(session, quotas, place + 1, intents));
  }

  private static BigDecimal needed(Quota quota, List<Funds.Intent> intents) {
    return intents.stream()
        .flatMap(it -> it.leases().stream())
        .filter(lease -> lease.accelerator != null && quota.counts(lease.accelerator))
        .map(lease -> lease.accelerators)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Uni<Optional<Refusal>> fits(
      Mutiny.Session session, Quota quota, BigDecimal needed, WorkloadEntity owner) {
    return session
        .flush()
        .chain(
            () ->
                session
                    .createNativeQuery(LOCK, BigDecimal.class)
                    .setParameter("quota", quota.id())
                    .getResultList())
        .chain(
            most ->
                most.isEmpty()
                    ? Uni.createFrom().item(Optional.<Refusal>empty())
                    : used(session, quota, owner)
                        .map(used -> judged(quota, most.get(0), used, needed)));
  }

  private static Uni<BigDecimal> used(Mutiny.Session session, Quota quota, WorkloadEntity owner) {
    return session
        .createNativeQuery(USED, BigDecimal.class)
        .setParameter("organization", quota.organization())
        .setParameter("project", quota.project().map(UUID::toString).orElse(""))
        .setParameter("subject", quota.subject().map(any -> owner.createdBy).orElse(""))
        .setParameter("model", quota.accelerator().orElse(""))
        .getSingleResult();
  }

  private static Optional<Refusal> judged(
      Quota quota, BigDecimal most, BigDecimal used, BigDecimal needed) {
    if (used.add(needed).compareTo(most) <= 0) {
      return Optional.empty();
    }
    String detail =
        "The %s is %s at once: %s are in use, and %s more are needed."
            .formatted(quota.text(), plain(most), plain(used), plain(needed));
    String advice =
        "Wait until others end, ask for fewer, or have quota %s raised.".formatted(quota.id());
    return Optional.of(
        Refusal.of(
            new ProblemException(
                409,
                "quota_exceeded",
                detail + " " + advice,
                List.of(new FieldProblem("resources.accelerators", detail, advice)))));
  }

  static String plain(BigDecimal count) {
    BigDecimal plain = count.stripTrailingZeros();
    return plain.toPlainString();
  }
}
