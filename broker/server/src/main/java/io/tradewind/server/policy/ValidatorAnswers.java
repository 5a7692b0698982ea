package io.tradewind.server.policy;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.ScopedPool;
import io.tradewind.server.problem.ProblemException;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What validators said at last: so many of each organization, and older ones are forgotten. */
@ApplicationScoped
class ValidatorAnswers {
  static final int KEPT = 20;

  private static final int LONGEST = 600;

  private static final String ADD =
      """
      with old as (
        delete from policy_validator_answer where organization = $1 and seq <= (
          select seq from policy_validator_answer where organization = $1 order by seq desc offset $7 limit 1)
      )
      insert into policy_validator_answer (organization, at, outcome, detail, workloads, took_ms) values ($1, $2, $3, $4, $5, $6)
      """;

  private final ScopedPool pool;
  private final Clock clock;

  ValidatorAnswers(ScopedPool pool, Clock clock) {
    this.pool = pool;
    this.clock = clock;
  }

  /** An answer in replies. */
  @Schema(name = "PolicyValidatorAnswer", description = "What a program said.")
  public record View(
      @Schema(required = true) Instant at,
      @Schema(
              required = true,
              enumeration = {"allowed", "refused", "failed"},
              description = "failed: it could not be asked, which refuses as well.")
          String outcome,
      @Schema(required = true, description = "Why not; empty where it is allowed.") String detail,
      @Schema(required = true, description = "How many were asked about.") int workloads,
      @Schema(required = true) int tookMillis) {
    static View of(Row row) {
      return new View(
          row.getOffsetDateTime("at").toInstant(),
          row.getString("outcome"),
          row.getString("detail"),
          row.getInteger("workloads"),
          row.getInteger("took_ms"));
    }
  }

  /** The newest first. */
  Uni<List<View>> newest(UUID organization) {
    return pool.preparedQuery(
            "select * from policy_validator_answer where organization = $1 order by seq desc limit $2")
        .execute(Tuple.of(organization, KEPT))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(View::of).toList());
  }

  /**
   * @param refusal what the owner of the workload is told; empty where it is allowed
   */
  Uni<Void> add(
      UUID organization, Instant asked, int workloads, Optional<ProblemException> refusal) {
    String detail = refusal.map(ProblemException::detail).orElse("");
    Tuple row =
        Tuple.from(
            List.of(
                organization,
                asked.atOffset(ZoneOffset.UTC),
                refusal.map(ValidatorAnswers::outcome).orElse("allowed"),
                detail.length() <= LONGEST ? detail : detail.substring(0, LONGEST),
                workloads,
                (int) Duration.between(asked, clock.instant()).toMillis(),
                KEPT - 1));
    return pool.within(
            Scope.of(organization), connection -> connection.preparedQuery(ADD).execute(row))
        .replaceWithVoid();
  }

  private static String outcome(ProblemException refusal) {
    return refusal.code().equals("validator_refused") ? "refused" : "failed";
  }
}
