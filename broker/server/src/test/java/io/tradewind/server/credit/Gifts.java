package io.tradewind.server.credit;

import io.tradewind.pricing.Money;
import io.tradewind.server.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Gives and pays for tests of other packages. */
@ApplicationScoped
public class Gifts {
  private final Credits credits;

  Gifts(Credits credits) {
    this.credits = credits;
  }

  public UUID grant(UUID organization, Money amount, Optional<Instant> expires) {
    Instant then = Instant.parse("2026-01-01T00:00:00Z");
    UUID id = UUID.randomUUID();
    Database.await(credits.grant(id, organization, amount, expires, "test", "test", then));
    return id;
  }

  public void prepay(UUID organization, Money amount, String reference) {
    Instant then = Instant.parse("2026-01-01T00:00:00Z");
    Database.await(credits.prepay(organization, amount, reference, "test", then));
  }
}
