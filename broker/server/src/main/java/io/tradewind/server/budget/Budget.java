package io.tradewind.server.budget;

import io.tradewind.pricing.Money;
import io.tradewind.server.mail.Mailbox;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A budget as it is stored.
 *
 * @param project that it is of; empty for all
 * @param subject whose workloads it is for, as they show who made them; empty for everybody's
 * @param mailTo where its thresholds are told as well, once each
 */
record Budget(
    UUID id,
    UUID organization,
    Optional<UUID> project,
    Optional<String> subject,
    String name,
    Period period,
    Money amount,
    List<Threshold> thresholds,
    Optional<Webhook> webhook,
    List<Mailbox> mailTo,
    String createdBy,
    Instant createdAt) {
  /** Where its thresholds are told; the secret signs what is sent. */
  record Webhook(String url, String secret) {
    @Override
    public String toString() {
      return url;
    }
  }

  Budget {
    thresholds = thresholds.stream().sorted().distinct().toList();
    mailTo = mailTo.stream().distinct().toList();
    if (project.isPresent() && subject.isPresent()) {
      throw new IllegalArgumentException(
          "The budget '%s' is of a project and of a person. Make one for each.".formatted(name));
    }
    if (period == Period.PREPAID && (project.isPresent() || subject.isPresent())) {
      throw new IllegalArgumentException(
          "The budget '%s' is of what was prepaid, which is the whole organization's. Name no project or person."
              .formatted(name));
    }
    if (!amount.isPositive() && (period != Period.PREPAID || amount.isNegative())) {
      throw new IllegalArgumentException(
          "The budget '%s' is of %s. Give it more than nothing.".formatted(name, amount));
    }
  }

  /** Its amount is what the books say. */
  boolean followsPrepaid() {
    return period == Period.PREPAID;
  }

  Period.Term term(Instant now) {
    return period.at(now, createdAt);
  }

  Optional<Money> blockAbove() {
    return Threshold.blocking(thresholds, amount);
  }

  Optional<Money> stopAbove() {
    return Threshold.stopping(thresholds, amount);
  }

  /** The same money under other words: what is counted in it stays what it is. */
  boolean countsWhat(Budget other) {
    return period == other.period
        && project.equals(other.project)
        && subject.equals(other.subject)
        && amount.currency().equals(other.amount.currency());
  }
}
