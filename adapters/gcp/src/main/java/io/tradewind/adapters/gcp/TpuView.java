package io.tradewind.adapters.gcp;

import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.ProviderException;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.RefusedRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The project's view of Cloud TPU as far as it can be had: the API is one of its own, switched off
 * in many projects, and must not take the machines with it. What it told last stays for a day.
 */
final class TpuView implements AutoCloseable {
  /** After which an offer is not placed on anyway. */
  private static final Duration LONGEST_KEPT = Duration.ofHours(24);

  private final TpuApi api;
  private final QuotaApi quotaApi;
  private final Predicate<String> isWanted;
  private final Clock clock;
  private Optional<TpuInventory> last = Optional.empty();
  private Instant lastAt = Instant.MIN;

  /**
   * @param isWanted of a region's name
   */
  TpuView(TpuApi api, QuotaApi quotaApi, Predicate<String> isWanted, Clock clock) {
    this.api = api;
    this.quotaApi = quotaApi;
    this.isWanted = isWanted;
    this.clock = clock;
  }

  /** Empty when nothing is known of zones; what did not answer is noted in the book. */
  synchronized Optional<TpuInventory> read(OfferBook book) throws ProviderException {
    Instant now = clock.instant();
    Optional<TpuInventory> told =
        optional("zones of TPUs", book, () -> api.read(this::isZoneWanted));
    last = told.or(() -> last.filter(it -> now.isBefore(lastAt.plus(LONGEST_KEPT))));
    lastAt = told.isPresent() ? now : lastAt;
    if (last.isEmpty()) {
      return last;
    }
    TpuQuotas quotas = optional("quotas of TPUs", book, quotaApi::tpus).orElse(TpuQuotas.UNKNOWN);
    return last.map(it -> it.with(quotas));
  }

  @Override
  public void close() {
    api.close();
  }

  private boolean isZoneWanted(String zone) {
    return isWanted.test(MachineOffers.region(zone));
  }

  private static <T> Optional<T> optional(String what, OfferBook book, Question<T> question)
      throws ProviderException {
    try {
      return Optional.of(question.ask());
    } catch (ProviderException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      book.row(
          what,
          () -> {
            throw new RefusedRow(
                Reason.UNREADABLE_PART, "%s: %s".formatted(e.fault(), e.getMessage()));
          });
      return Optional.empty();
    }
  }

  private interface Question<T> {
    T ask() throws ProviderException;
  }
}
