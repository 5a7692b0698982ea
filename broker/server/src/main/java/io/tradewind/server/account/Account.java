package io.tradewind.server.account;

import io.tradewind.api.AccountReport;
import io.tradewind.api.ProviderId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * An organization's account, without its secrets.
 *
 * @param settings what is not secret, references to secrets included
 * @param detail the state in words
 * @param version grows with every change of the settings
 */
public record Account(
    UUID id,
    UUID organization,
    ProviderId seller,
    String name,
    Map<String, String> settings,
    AccountState state,
    String detail,
    Optional<AccountReport> report,
    long version,
    Optional<Instant> checkedAt,
    Instant createdAt,
    String createdBy) {
  public Account {
    settings = Map.copyOf(settings);
  }

  boolean isUsable() {
    return state == AccountState.CONNECTED;
  }
}
