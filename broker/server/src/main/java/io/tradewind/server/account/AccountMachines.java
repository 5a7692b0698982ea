package io.tradewind.server.account;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** The machines in organizations' accounts, for those who start, find and end them. */
@ApplicationScoped
public class AccountMachines {
  private final AccountBook book;
  private final AccountLoans loans;
  private final AccountChecks checks;

  AccountMachines(AccountBook book, AccountLoans loans, AccountChecks checks) {
    this.book = book;
    this.loans = loans;
    this.checks = checks;
  }

  /** What is done with an account's machines. */
  public interface Use<T> {
    T with(Provisioner machines) throws ProviderException;
  }

  /** An account whose machines are looked through. */
  public record Watched(UUID id, String name, ProviderId seller) {
    @Override
    public String toString() {
      return "%s (account %s)".formatted(seller, name);
    }
  }

  /** Every account, whatever its state: what runs there is paid for. */
  public List<Watched> all() {
    return book.all().stream()
        .map(account -> new Watched(account.id(), account.name(), account.seller()))
        .toList();
  }

  /**
   * Refused credentials are looked into at once, so that no further lease is started there. Blocks.
   */
  public <T> T on(UUID id, Use<T> use) throws ProviderException {
    Account account = find(id);
    try {
      return loans.lend(
          account,
          provider ->
              use.with(
                  provider
                      .provisioner()
                      .orElseThrow(
                          () ->
                              new ProviderException(
                                  account.seller(),
                                  Fault.CREDENTIALS_REFUSED,
                                  "the account starts no machines"))));
    } catch (ProviderException e) {
      if (e.fault() == Fault.CREDENTIALS_REFUSED) {
        checks.suspect(account);
      }
      throw e;
    }
  }

  private Account find(UUID id) throws ProviderException {
    if (book.find(id).isEmpty()) {
      book.refresh();
    }
    return book.find(id)
        .orElseThrow(
            () ->
                new ProviderException(
                    ProviderId.of("account"),
                    Fault.CREDENTIALS_REFUSED,
                    "the account %s of the lease is disconnected".formatted(id)));
  }
}
