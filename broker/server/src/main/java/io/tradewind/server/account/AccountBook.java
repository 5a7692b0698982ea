package io.tradewind.server.account;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.Blocking;
import io.tradewind.api.AccountKind;
import io.tradewind.api.ProviderId;
import io.tradewind.server.database.Database;
import io.tradewind.server.market.LiveMarket;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The accounts of all organizations as this broker knows them: read every few seconds, since other
 * brokers on the database write them too, and told to the market, which then knows whose offers who
 * can lease.
 */
@ApplicationScoped
public class AccountBook {
  /** Before the first feed is asked. */
  private static final int EARLY = 1_000;

  /** After the lease engine. */
  private static final int LATE = 3_000;

  private final AccountStore store;
  private final AccountLoans loans;
  private final AccountKinds kinds;
  private final LiveMarket market;
  private volatile Map<UUID, Account> known = Map.of();

  AccountBook(AccountStore store, AccountLoans loans, AccountKinds kinds, LiveMarket market) {
    this.store = store;
    this.loans = loans;
    this.kinds = kinds;
    this.market = market;
  }

  void start(@Observes @Priority(EARLY) StartupEvent event) {
    refresh();
  }

  void stop(@Observes @Priority(LATE) ShutdownEvent event) {
    loans.closeAll();
  }

  /** Takes over what another broker on the same database has written. Blocks. */
  @Scheduled(every = "3s", delayed = "3s", concurrentExecution = ConcurrentExecution.SKIP)
  @Blocking
  synchronized void refresh() {
    Map<UUID, Account> read = new LinkedHashMap<>();
    Database.await(store.all()).forEach(account -> read.put(account.id(), account));
    if (!read.equals(known)) {
      known = read;
      market.connect(sellers(read.values()));
    }
    loans.keepOnly(read);
  }

  Collection<Account> all() {
    return known.values();
  }

  List<Account> of(UUID organization) {
    return known.values().stream()
        .filter(account -> account.organization().equals(organization))
        .toList();
  }

  Optional<Account> find(UUID organization, UUID id) {
    return find(id).filter(account -> account.organization().equals(organization));
  }

  Optional<Account> find(UUID id) {
    return Optional.ofNullable(known.get(id));
  }

  /** Through which account the organization leases from a seller: the oldest that may. */
  public Optional<UUID> accountWith(UUID organization, ProviderId seller) {
    return known.values().stream()
        .filter(Account::isUsable)
        .filter(account -> account.organization().equals(organization))
        .filter(account -> account.seller().equals(seller))
        .map(Account::id)
        .findFirst();
  }

  /** Whether several machines in an account with this seller can work together. */
  public boolean hasGangs(ProviderId seller) {
    return kinds.find(seller).filter(AccountKind::gangs).isPresent();
  }

  private static Map<UUID, Set<ProviderId>> sellers(Collection<Account> accounts) {
    Map<UUID, Set<ProviderId>> sellers = new HashMap<>();
    accounts.stream()
        .filter(Account::isUsable)
        .forEach(
            account ->
                sellers
                    .computeIfAbsent(account.organization(), any -> new HashSet<>())
                    .add(account.seller()));
    return sellers;
  }
}
