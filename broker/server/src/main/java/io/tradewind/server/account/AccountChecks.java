package io.tradewind.server.account;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.Blocking;
import io.tradewind.api.AccountReport;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks sellers what accounts may do: when they are connected, when somebody wishes, every hour, and
 * as soon as one is refused. Each check has a thread and a time limit.
 */
@ApplicationScoped
class AccountChecks {
  private static final Logger LOG = Logger.getLogger(AccountChecks.class);
  private static final String BROKER = "broker";

  private final AccountStore store;
  private final AccountLoans loans;
  private final AccountBook book;
  private final TradewindConfig config;
  private final Clock clock;
  private final Set<UUID> suspected = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "account-check");
            thread.setDaemon(true);
            return thread;
          });

  AccountChecks(
      AccountStore store,
      AccountLoans loans,
      AccountBook book,
      TradewindConfig config,
      Clock clock) {
    this.store = store;
    this.loans = loans;
    this.book = book;
    this.config = config;
    this.clock = clock;
  }

  void stop(@Observes ShutdownEvent event) {
    threads.shutdownNow();
  }

  @Scheduled(every = "1m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
  @Blocking
  void checkWhatIsDue() {
    Instant before = clock.instant().minus(config.account().checkInterval());
    book.all().stream()
        .filter(account -> account.checkedAt().filter(at -> at.isAfter(before)).isEmpty())
        .forEach(this::suspect);
  }

  /** Soon, unless it is under way. */
  void suspect(Account account) {
    if (suspected.add(account.id())) {
      threads.execute(
          () -> {
            try {
              check(account, BROKER);
            } catch (RuntimeException e) {
              LOG.warnf("The account %s cannot be checked: %s", account.id(), e.getMessage());
            } finally {
              suspected.remove(account.id());
            }
          });
    }
  }

  /**
   * Checks, and stores what came of it. Who does not answer leaves a state as it was. Blocks.
   *
   * @param by who asked
   */
  void check(Account account, String by) {
    try {
      AccountReport report = asked(account);
      AccountState state = report.isEnough() ? AccountState.CONNECTED : AccountState.INCOMPLETE;
      store(account, state, words(report), Optional.of(report), by);
    } catch (ProviderException e) {
      boolean refused = e.fault() == Fault.CREDENTIALS_REFUSED;
      store(
          account,
          refused ? AccountState.REFUSED : account.state(),
          String.valueOf(e.getMessage()),
          account.report(),
          by);
    }
    book.refresh();
  }

  private static String words(AccountReport report) {
    return report.missing().orElse("Connected as %s.".formatted(report.identity()));
  }

  private void store(
      Account account,
      AccountState state,
      String detail,
      Optional<AccountReport> report,
      String by) {
    if (state == AccountState.REFUSED && account.state() != AccountState.REFUSED) {
      LOG.errorf(
          "The account %s at %s of the organization %s is refused: %s",
          account.name(), account.seller(), account.organization(), detail);
    }
    Database.await(store.checked(account, state, detail, report, by));
  }

  private AccountReport asked(Account account) throws ProviderException {
    Future<AccountReport> answer = threads.submit(() -> loans.lend(account, Provider::check));
    try {
      return answer.get(config.account().timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ProviderException told
          ? told
          : failure(account, "the adapter failed: " + name(e.getCause()));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw failure(account, "no answer within %s".formatted(config.account().timeout()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(account, "the check was interrupted");
    }
  }

  /** Not its message, which may quote a setting. */
  private static String name(@Nullable Throwable failure) {
    return failure == null ? "nothing is known" : failure.getClass().getSimpleName();
  }

  private static ProviderException failure(Account account, String message) {
    return new ProviderException(account.seller(), Fault.UNREACHABLE, message);
  }
}
