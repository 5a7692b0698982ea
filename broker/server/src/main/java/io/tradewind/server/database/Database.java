package io.tradewind.server.database;

import io.smallrye.mutiny.Uni;
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

  Database(Mutiny.SessionFactory sessions) {
    this.sessions = sessions;
  }

  public <T> Uni<T> transaction(Function<Mutiny.Session, Uni<T>> work) {
    return sessions.withTransaction(work);
  }

  /** For threads that may block: those of feeds and of the lease engine, never an event loop. */
  public <T> T blocking(Function<Mutiny.Session, Uni<T>> work) {
    return await(transaction(work));
  }

  public static <T> T await(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }
}
