package io.tradewind.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows of many requests in few statements, each known to the one who waits for it. */
class GatheringTest {
  private static final int MOST = 3;

  private final List<List<Integer>> statements = new ArrayList<>();
  private final Queue<Runnable> underWay = new ConcurrentLinkedQueue<>();

  private Uni<Void> slowly(List<Integer> rows) {
    statements.add(rows);
    return Uni.createFrom().emitter(emitter -> underWay.add(() -> emitter.complete(null)));
  }

  private void statementEnds() {
    underWay.remove().run();
  }

  @Test
  void whoComesWhileOneIsUnderWaySharesTheNext() {
    Gathering<Integer> gathering = new Gathering<>(MOST, this::slowly);

    List<UniAssertSubscriber<Void>> waiting =
        IntStream.rangeClosed(1, 5).mapToObj(row -> subscribed(gathering, row)).toList();

    assertThat(statements).as("the first waits for nobody").containsExactly(List.of(1));
    statementEnds();
    waiting.get(0).assertCompleted();
    waiting.get(1).assertNotTerminated();
    assertThat(statements).containsExactly(List.of(1), List.of(2, 3, 4));
    statementEnds();
    waiting.get(3).assertCompleted();
    waiting.get(4).assertNotTerminated();
    statementEnds();
    waiting.get(4).assertCompleted();
    assertThat(statements).containsExactly(List.of(1), List.of(2, 3, 4), List.of(5));
  }

  @Test
  void aRowThatCannotBeWrittenFailsAlone() {
    List<Integer> written = new ArrayList<>();
    List<Runnable> first = new ArrayList<>();
    Gathering<Integer> gathering =
        new Gathering<>(
            10,
            rows -> {
              if (rows.contains(0)) {
                return Uni.createFrom().emitter(emitter -> first.add(() -> emitter.complete(null)));
              }
              if (rows.contains(13)) {
                return Uni.createFrom().failure(new IllegalArgumentException("13"));
              }
              written.addAll(rows);
              return Uni.createFrom().voidItem();
            });
    subscribed(gathering, 0);
    var before = subscribed(gathering, 12);
    var unlucky = subscribed(gathering, 13);
    var after = subscribed(gathering, 14);

    first.get(0).run();

    before.assertCompleted();
    unlucky.assertFailedWith(IllegalArgumentException.class, "13");
    after.assertCompleted();
    assertThat(written).containsExactly(12, 14);
    assertThatThrownBy(() -> gathering.add(13).await().indefinitely())
        .isInstanceOf(IllegalArgumentException.class);
    gathering.add(15).await().indefinitely();
    assertThat(written).as("it goes on").containsExactly(12, 14, 15);
  }

  @Test
  void nothingIsLostOrWrittenTwiceBetweenThreads() throws InterruptedException {
    int each = 5_000;
    int threads = 4;
    Queue<Integer> written = new ConcurrentLinkedQueue<>();
    ExecutorService database = Executors.newFixedThreadPool(2);
    Gathering<Integer> gathering =
        new Gathering<>(
            100,
            rows ->
                Uni.createFrom()
                    .<Void>item(
                        () -> {
                          written.addAll(rows);
                          return null;
                        })
                    .runSubscriptionOn(database));
    CountDownLatch answered = new CountDownLatch(threads * each);
    ExecutorService requests = Executors.newFixedThreadPool(threads);
    for (int thread = 0; thread < threads; thread++) {
      int from = thread * each;
      requests.execute(
          () ->
              IntStream.range(from, from + each)
                  .forEach(
                      row ->
                          gathering
                              .add(row)
                              .subscribe()
                              .with(done -> answered.countDown(), failure -> {})));
    }

    assertThat(answered.await(30, TimeUnit.SECONDS)).as("everybody has an answer").isTrue();
    requests.shutdownNow();
    database.shutdownNow();
    assertThat(written)
        .hasSize(threads * each)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, threads * each).boxed().toList());
  }

  private static UniAssertSubscriber<Void> subscribed(Gathering<Integer> gathering, int row) {
    return gathering.add(row).subscribe().withSubscriber(UniAssertSubscriber.create());
  }
}
