package io.tradewind.server.audit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which entries are wanted.
 *
 * @param action a whole one, or the first word of it
 */
record AuditFilter(
    Optional<String> actor,
    Optional<String> action,
    Optional<String> target,
    Optional<String> request,
    Optional<Instant> from,
    Optional<Instant> to) {
  static final AuditFilter ALL =
      new AuditFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  static final String CONDITION =
      """
      organization = $1 and ($2::text is null or actor = $2)
        and ($3::text is null or action = $3 or starts_with(action, $3 || '.') or starts_with(action, $3 || ' '))
        and ($4::text is null or target = $4) and ($5::text is null or request = $5)
        and ($6::timestamptz is null or at >= $6) and ($7::timestamptz is null or at < $7)
      """;

  /** The arguments of {@link #CONDITION}. */
  List<Object> arguments(UUID organization) {
    return Arrays.asList(
        organization,
        actor.orElse(null),
        action.orElse(null),
        target.orElse(null),
        request.orElse(null),
        from.map(AuditFilter::utc).orElse(null),
        to.map(AuditFilter::utc).orElse(null));
  }

  /** Says of one entry what {@link #CONDITION} says in the database. */
  boolean takes(AuditEntry entry) {
    return actor.filter(it -> !it.equals(entry.actor())).isEmpty()
        && action.filter(it -> !isAction(it, entry.action())).isEmpty()
        && target.filter(it -> !it.equals(entry.target())).isEmpty()
        && request.filter(it -> !it.equals(entry.request())).isEmpty()
        && from.filter(entry.at()::isBefore).isEmpty()
        && to.filter(it -> !entry.at().isBefore(it)).isEmpty();
  }

  private static boolean isAction(String wanted, String action) {
    return action.equals(wanted)
        || action.startsWith(wanted + ".")
        || action.startsWith(wanted + " ");
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
