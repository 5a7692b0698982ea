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
    Function<Mutiny.Session, Uni<T>> scoped =
        session -> enter(session, scope, attribution).chain(() -> work.apply(session));
    return Uni.createFrom()
        .emitter(
            emitter ->
                freshContext(scope, attribution).runOnContext(ready -> run(scoped, emitter)));
  }

  private static Uni<Void> enter(
      Mutiny.Session session, Scope scope, Optional<Attribution> attribution) {
    Uni<Void> entered =
        session.createNativeQuery(scope.statement()).executeUpdate().replaceWithVoid();
    return attribution.map(asked -> entered.chain(() -> attribute(session, asked))).orElse(entered);
  }

  /**
   * As a parameter: each is another, and what is asked for is prepared once. Not as a question: the
   * plan of a native one is never found again, since what Hibernate Reactive keeps it by is equal
   * to nothing else, and each transaction looked through all that those before it had left.
   */
  private static Uni<Void> attribute(Mutiny.Session session, Attribution asked) {
    return session
        .createNativeQuery("select set_config('tradewind.request', ?1, true)")
        .setParameter(1, asked.digits())
        .executeUpdate()
        .replaceWithVoid();
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
