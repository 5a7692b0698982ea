package io.tradewind.server.quota;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.admission.Refusal;
import io.tradewind.server.budget.Funds;
import io.tradewind.server.database.PlainSql;
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

/** Whether leases fit into the quotas that they fall under. */
@ApplicationScoped
public class QuotaCheck {
  private static final String APPLYING =
      """
      select id, project, subject, accelerator, most from quota
      where organization = $1 and (project is null or project = $2)
        and (subject is null or subject = '*' or subject = $3)
      order by id
      """;

  /** Until the transaction ends, nobody else counts what falls under it. */
  private static final String LOCK = "select most from quota where id = $1 for no key update";

  private static final String USED =
      """
      select coalesce(sum(l.accelerators), 0) from lease l join workload w on w.id = l.workload
      where l.organization = $1 and l.state <> 'closed' and l.accelerators > 0
        and ($2 = '' or w.project::text = $2) and ($3 = '' or w.created_by = $3)
        and ($4 = '' or l.accelerator = $4 or starts_with(l.accelerator, $4 || '-'))
      """;

  /** Refuses where a quota has too little room for all. */
  public Uni<Optional<Refusal>> check(Mutiny.Session session, List<Funds.Intent> intents) {
    boolean needsNone =
        intents.stream().flatMap(it -> it.leases().stream()).allMatch(QuotaCheck::hasNone);
    if (needsNone) {
      return Uni.createFrom().item(Optional.empty());
    }
    WorkloadEntity owner = intents.get(0).workload();
    return PlainSql.rows(session, APPLYING, owner.organization, owner.project, owner.createdBy)
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
              (UUID) row[0],
              owner.organization,
              Optional.ofNullable((UUID) row[1]),
              Optional.ofNullable((String) row[2]),
              Optional.ofNullable((String) row[3]),
              PlainSql.decimal(row[4]),
              "",
              Instant.EPOCH));
    }
    return all;
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
        .chain(() -> PlainSql.rows(session, LOCK, quota.id()))
        .chain(
            most ->
                most.isEmpty()
                    ? Uni.createFrom().item(Optional.<Refusal>empty())
                    : used(session, quota, owner)
                        .map(
                            used -> judged(quota, PlainSql.decimal(most.get(0)[0]), used, needed)));
  }

  private static Uni<BigDecimal> used(Mutiny.Session session, Quota quota, WorkloadEntity owner) {
    return PlainSql.value(
            session,
            USED,
            quota.organization(),
            quota.project().map(UUID::toString).orElse(""),
            quota.subject().map(any -> owner.createdBy).orElse(""),
            quota.accelerator().orElse(""))
        .map(PlainSql::decimal);
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
