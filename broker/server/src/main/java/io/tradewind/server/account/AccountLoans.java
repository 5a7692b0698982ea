package io.tradewind.server.account;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Secret;
import io.tradewind.server.database.Database;
import io.tradewind.server.secret.LockedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Providers of accounts, made when they are needed: one for each version of an account's settings,
 * closed when it has not been used for a while and when the settings have changed, but never while
 * somebody is at it. Calls block.
 */
@ApplicationScoped
class AccountLoans {
  private static final Logger LOG = Logger.getLogger(AccountLoans.class);
  private static final Duration IDLE = Duration.ofMinutes(15);

  private final AccountStore store;
  private final AccountKinds kinds;
  private final References references;
  private final Clock clock;
  private final Map<UUID, Loan> loans = new ConcurrentHashMap<>();

  AccountLoans(AccountStore store, AccountKinds kinds, References references, Clock clock) {
    this.store = store;
    this.kinds = kinds;
    this.references = references;
    this.clock = clock;
  }

  /** What is done with an account's provider. */
  interface Use<T> {
    T with(Provider provider) throws ProviderException;
  }

  <T> T lend(Account account, Use<T> use) throws ProviderException {
    Loan loan = take(account);
    try {
      return use.with(loan.provider);
    } finally {
      loan.giveBack(clock.instant());
    }
  }

  private Loan take(Account account) throws ProviderException {
    try {
      return loans.compute(
          account.id(),
          (id, known) -> {
            if (known != null && known.version == account.version() && known.take()) {
              return known;
            }
            Loan fresh = new Loan(account.version(), made(account));
            boolean unused = fresh.take();
            if (known != null) {
              known.retire();
            }
            return fresh;
          });
    } catch (IllegalArgumentException | LockedException e) {
      throw new ProviderException(
          account.seller(),
          Fault.CREDENTIALS_REFUSED,
          "the account %s cannot be used: %s".formatted(account.name(), e.getMessage()));
    }
  }

  private Provider made(Account account) {
    Map<String, String> values = new HashMap<>();
    account.settings().forEach((key, value) -> values.put(key, resolved(account, key, value)));
    Map<String, Secret> secrets = Database.await(store.secrets(account.id()));
    secrets.forEach((key, secret) -> values.put(key, secret.reveal()));
    try {
      return kinds.make(account.seller(), account.organization(), values);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(hidden(String.valueOf(e.getMessage()), values, account));
    }
  }

  /** An adapter's complaint about a setting may quote it. */
  private static String hidden(String message, Map<String, String> values, Account account) {
    String shown = message;
    for (Map.Entry<String, String> value : values.entrySet()) {
      boolean isPlain = value.getValue().equals(account.settings().get(value.getKey()));
      shown = isPlain ? shown : shown.replace(value.getValue(), "••••");
    }
    return shown;
  }

  private String resolved(Account account, String key, String value) {
    return kinds
        .find(account.seller())
        .flatMap(
            kind -> kind.fields().stream().filter(field -> field.key().equals(key)).findFirst())
        .map(
            field ->
                switch (field.form()) {
                  case TEXT -> value;
                  case SECRET -> references.text(account.organization(), value);
                  case FILE -> references.file(account.organization(), value).toString();
                })
        .orElse(value);
  }

  /** Lets go of what has changed, is disconnected, or was not used for a while. */
  void keepOnly(Map<UUID, Account> accounts) {
    Instant longAgo = clock.instant().minus(IDLE);
    for (UUID id : List.copyOf(loans.keySet())) {
      Account account = accounts.get(id);
      loans.computeIfPresent(
          id,
          (same, loan) -> {
            if (account != null && account.version() == loan.version && loan.usedSince(longAgo)) {
              return loan;
            }
            loan.retire();
            return null;
          });
    }
  }

  void closeAll() {
    keepOnly(Map.of());
  }

  /** A provider with the count of those who are at it. */
  private final class Loan {
    private final long version;
    private final Provider provider;
    private int users;
    private boolean retired;
    private Instant usedAt;

    private Loan(long version, Provider provider) {
      this.version = version;
      this.provider = provider;
      usedAt = clock.instant();
    }

    synchronized boolean take() {
      if (retired) {
        return false;
      }
      users++;
      return true;
    }

    synchronized void giveBack(Instant now) {
      users--;
      usedAt = now;
      closeWhenDone();
    }

    synchronized void retire() {
      retired = true;
      closeWhenDone();
    }

    synchronized boolean usedSince(Instant then) {
      return users > 0 || usedAt.isAfter(then);
    }

    private void closeWhenDone() {
      if (retired && users == 0) {
        try {
          provider.close();
        } catch (RuntimeException e) {
          LOG.warnf(e, "An account's provider %s did not close cleanly.", provider.id());
        }
      }
    }
  }
}
