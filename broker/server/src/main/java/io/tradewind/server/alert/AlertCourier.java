package io.tradewind.server.alert;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.alert.Delivery.Result;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.Signals;
import io.tradewind.server.mail.Post;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Brings messages to webhooks and mailboxes: claims what is due, sends some at a time, and notes
 * how it went. No database transaction is open while it sends. A broker that dies while sending
 * leaves a hold that runs out; the receiver may then see a message twice, under the same delivery
 * id.
 */
@ApplicationScoped
class AlertCourier {
  private static final Logger LOG = Logger.getLogger(AlertCourier.class);

  /** Before the database pool is closed. */
  private static final int EARLY = 1_500;

  private static final int AT_A_TIME = 16;
  private static final Duration PATIENCE = Post.LIMIT.plusSeconds(20);

  private final AlertStore store;
  private final Signals signals;
  private final Clock clock;
  private final WebhookSender sender;
  private final Letters letters;
  private final Duration lookEvery;
  private final SplittableRandom random = new SplittableRandom(20261121);
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "alert-courier");
  private volatile boolean running = true;

  AlertCourier(
      AlertStore store,
      Signals signals,
      Letters letters,
      Vertx vertx,
      TradewindConfig config,
      Clock clock) {
    this.store = store;
    this.signals = signals;
    this.letters = letters;
    this.clock = clock;
    lookEvery = config.alerts().lookInterval();
    sender =
        new WebhookSender(
            vertx,
            new WebhookAddress(config.alerts().allowPrivateAddresses()),
            WebhookSender.LIMIT);
    thread.setDaemon(true);
  }

  void start(@Observes StartupEvent event) {
    thread.start();
  }

  void stop(@Observes @Priority(EARLY) ShutdownEvent event) throws InterruptedException {
    running = false;
    thread.interrupt();
    thread.join(TimeUnit.SECONDS.toMillis(2));
    sender.close();
  }

  /** There is something to send: do not wait for the next look. */
  void wake() {
    wake.release();
  }

  private void run() {
    while (running) {
      try {
        if (!deliverSome() && wake.tryAcquire(lookEvery.toMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.warnf("Messages wait: %s", e.getMessage());
        pause();
      }
    }
  }

  private boolean deliverSome() {
    List<Delivery> due = Database.await(store.claim(AT_A_TIME, letters.areSent(), clock.instant()));
    if (due.isEmpty()) {
      return false;
    }
    List<Uni<Void>> all = due.stream().map(this::deliver).toList();
    Uni.join().all(all).andFailFast().await().atMost(PATIENCE);
    return true;
  }

  private Uni<Void> deliver(Delivery delivery) {
    return sent(delivery)
        .chain(result -> store.ended(delivery, result, retryAt(delivery, result), clock.instant()))
        .invoke(told -> told.ifPresent(signals::changed))
        .replaceWithVoid();
  }

  private Uni<Result> sent(Delivery delivery) {
    if (delivery.way() instanceof Alert.Webhook webhook) {
      return sender.send(delivery, webhook, clock.instant());
    }
    return letters.send(delivery, ((Delivery.ToMailbox) delivery.way()).mailbox());
  }

  private Optional<Instant> retryAt(Delivery delivery, Result result) {
    if (!(result instanceof Result.Failed failed)) {
      return Optional.empty();
    }
    LOG.infof("The message %s is not delivered: %s", delivery.id(), failed.why());
    synchronized (random) {
      return delivery.retryAfter(failed, random).map(wait -> clock.instant().plus(wait));
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
