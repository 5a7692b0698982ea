package io.tradewind.server.alert;

import io.tradewind.server.mail.Mailbox;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Something to be sent, under a hold.
 *
 * @param tries that failed before this one
 */
record Delivery(UUID id, UUID token, Way way, String body, int tries) {
  /** After so many it is dead: nearly a day after the first. */
  static final int MOST_TRIES = 8;

  private static final Duration FIRST_RETRY = Duration.ofSeconds(15);
  private static final double SPREAD = 0.2;

  /** Where it goes. */
  sealed interface Way permits Alert.Webhook, ToMailbox {}

  /** As a letter that says in words what the body does. */
  record ToMailbox(Mailbox mailbox) implements Way {}

  /** How sending went. */
  sealed interface Result {
    /** Somebody took it. */
    record Taken(int status) implements Result {}

    /**
     * Nobody did.
     *
     * @param why for whoever wanted it told; never what the other side said
     * @param hopeless when no repetition helps
     */
    record Failed(Optional<Integer> status, String why, boolean hopeless) implements Result {}
  }

  /** The wait before the next try, four times as long each time; empty when this was the last. */
  Optional<Duration> retryAfter(Result.Failed failure, RandomGenerator random) {
    if (failure.hopeless() || tries + 1 >= MOST_TRIES) {
      return Optional.empty();
    }
    long millis = FIRST_RETRY.toMillis() << (2 * tries);
    return Optional.of(
        Duration.ofMillis(Math.round(millis * (1 + SPREAD * (2 * random.nextDouble() - 1)))));
  }
}
