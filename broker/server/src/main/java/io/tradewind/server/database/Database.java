package io.tradewind.server.database;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
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
  private final Scopes scopes;

  Database(Mutiny.SessionFactory sessions, Vertx vertx, Scopes scopes) {
    this.sessions = sessions;
    this.vertx = vertx;
    this.scopes = scopes;
  }

  /**
   * Runs the work in a session of its own, on an event loop of its own choice. A session is bound
   * to the context in which it is opened, and two units of work in one context would share it. It
   * acts in the name of whoever calls this.
   */
  public <T> Uni<T> transaction(Function<Mutiny.Session, Uni<T>> work) {
    return transaction(scopes.current(), work);
  }

  /** The same in the name of another than the caller. */
  public <T> Uni<T> transaction(Scope scope, Function<Mutiny.Session, Uni<T>> work) {
    Optional<Attribution> attribution = scopes.attribution();
    Function<Mutiny.Session, Uni<T>> scoped = session -> entered(session, scope, attribution, work);
    return Uni.createFrom()
        .emitter(
            emitter ->
                freshContext(scope, attribution).runOnContext(ready -> run(scoped, emitter)));
  }

  /** The first statement is sent together with its scope, without waiting in between. */
  private static <T> Uni<T> entered(
      Mutiny.Session session,
      Scope scope,
      Optional<Attribution> attribution,
      Function<Mutiny.Session, Uni<T>> work) {
    CompletionStage<Void> entered =
        PlainSql.connection(session).executeUnprepared(scope.statement(attribution));
    return Uni.combine()
        .all()
        .unis(Uni.createFrom().completionStage(entered), work.apply(session))
        .with((done, result) -> result);
  }

  private Context freshContext(Scope scope, Optional<Attribution> attribution) {
    Context fresh = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
    VertxContextSafetyToggle.setContextSafe(fresh, true);
    fresh.putLocal(Scope.class, scope);
    attribution.ifPresent(asked -> fresh.putLocal(Attribution.class, asked));
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
