package io.tradewind.adapters.aws;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a machine of ours could be: the regions that machines are started in now, and every other
 * that is enabled for the account, since the setting may have been another one.
 */
final class MachineRegions {
  private static final Duration TIME_TO_LIVE = Duration.ofHours(1);

  private final AwsSession session;
  private final List<String> used;
  private final Clock clock;
  private Set<String> all = Set.of();
  private Instant askedAt = Instant.MIN;

  MachineRegions(AwsSession session, List<String> used, Clock clock) {
    this.session = session;
    this.used = used;
    this.clock = clock;
  }

  /** Those in use first. */
  synchronized Set<String> all() throws ProviderException {
    Instant now = clock.instant();
    if (askedAt.isBefore(now.minus(TIME_TO_LIVE))) {
      Set<String> told = new LinkedHashSet<>(used);
      told.addAll(session.enabledRegions());
      all = told;
      askedAt = now;
    }
    return all;
  }

  /**
   * Asks one region. Where the account may not look, it cannot have started anything either, unless
   * it is a region in use: then the refusal stands.
   */
  <T> List<T> in(String region, Question<T> question) throws ProviderException {
    try (AwsCompute api = session.compute(region)) {
      return question.ask(api);
    } catch (ProviderException e) {
      if (e.fault() == Fault.CREDENTIALS_REFUSED && !used.contains(region)) {
        return List.of();
      }
      throw e;
    }
  }

  /** What is asked of a region. */
  interface Question<T> {
    List<T> ask(AwsCompute api) throws ProviderException;
  }
}
