package io.tradewind.server.database;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * One way into the database for entities: every unit of work is one transaction, and no network
 * call happens inside it.
 */
@ApplicationScoped
public class Database {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Mutiny.SessionFactory sessions;
  private final Vertx vertx;

  Database(Mutiny.SessionFactory sessions, Vertx vertx) {
    this.sessions = sessions;
    this.vertx = vertx;
  }

  /**
   * Runs the work in a session of its own, on an event loop of its own choice. A session is bound
   * to the context in which it is opened, and two units of work in one context would share it.
   */
  public <T> Uni<T> transaction(Function<Mutiny.Session, Uni<T>> work) {
    return Uni.createFrom()
        .emitter(emitter -> freshContext().runOnContext(ready -> run(work, emitter)));
  }

  private Context freshContext() {
    Context fresh = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
    VertxContextSafetyToggle.setContextSafe(fresh, true);
    return fresh;
  }

  private <T> void run(Function<Mutiny.Session, Uni<T>> work, UniEmitter<? super T> emitter) {
    Uni.createFrom()
        .deferred(() -> sessions.withTransaction(work))
        .subscribe()
        .with(emitter::complete, emitter::fail);
  }

  /** For threads that may block: those of feeds and of the lease engine, never an event loop. */
  public <T> T blocking(Function<Mutiny.Session, Uni<T>> work) {
    return await(transaction(work));
  }

  public static <T> T await(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }
}
