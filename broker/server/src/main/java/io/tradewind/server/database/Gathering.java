package io.tradewind.server.database;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows that many requests write at once, each waiting for its own: while one statement is under
 * way, those that come gather for the next. Nobody waits for company, and the busier it is, the
 * more rows share a statement and a commit.
 */
public final class Gathering<T> {
  private final int most;
  private final Function<List<T>, Uni<Void>> write;
  private final Queue<Waiting<T>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean writing = new AtomicBoolean();

  /**
   * @param most rows of one statement
   * @param write one statement for all of them, or for none where it fails
   */
  public Gathering(int most, Function<List<T>, Uni<Void>> write) {
    this.most = most;
    this.write = write;
  }

  private record Waiting<T>(T row, UniEmitter<? super Void> emitter) {}

  /** Written when it completes. A row that cannot be written fails by itself. */
  public Uni<Void> add(T row) {
    Uni<Void> written =
        Uni.createFrom()
            .emitter(
                emitter -> {
                  waiting.add(new Waiting<>(row, emitter));
                  writeNext();
                });
    @Nullable Context caller = Vertx.currentContext();
    return caller == null ? written : written.emitOn(MutinyHelper.executor(caller));
  }

  private void writeNext() {
    // What was added after the look, by somebody who found it under way, is looked for again.
    while (!waiting.isEmpty() && writing.compareAndSet(false, true)) {
      List<Waiting<T>> batch = take();
      if (!batch.isEmpty()) {
        together(batch).subscribe().with(done -> ended(), failure -> ended());
        return;
      }
      writing.set(false);
    }
  }

  private void ended() {
    writing.set(false);
    writeNext();
  }

  private List<Waiting<T>> take() {
    List<Waiting<T>> batch = new ArrayList<>();
    while (batch.size() < most) {
      Waiting<T> next = waiting.poll();
      if (next == null) {
        break;
      }
      batch.add(next);
    }
    return batch;
  }

  private Uni<Void> together(List<Waiting<T>> batch) {
    List<T> rows = batch.stream().map(Waiting::row).toList();
    return Uni.createFrom()
        .deferred(() -> write.apply(rows))
        .invoke(() -> batch.forEach(it -> it.emitter().complete(null)))
        .onFailure()
        .recoverWithUni(
            failure -> {
              if (batch.size() == 1) {
                batch.get(0).emitter().fail(failure);
                return Uni.createFrom().voidItem();
              }
              return oneByOne(batch);
            });
  }

  private Uni<Void> oneByOne(List<Waiting<T>> batch) {
    return Multi.createFrom()
        .iterable(batch)
        .onItem()
        .transformToUniAndConcatenate(it -> together(List.of(it)))
        .collect()
        .last();
  }
}
