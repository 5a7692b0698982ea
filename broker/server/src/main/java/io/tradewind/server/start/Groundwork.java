package io.tradewind.server.start;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What of the application needs neither settings nor the database: its classes, its beans'
 * descriptions, the mapping of its entities. It is made while the database comes up, which is
 * mostly waited for.
 */
final class Groundwork {
  private final FutureTask<@Nullable Void> task;

  private Groundwork(FutureTask<@Nullable Void> task) {
    this.task = task;
  }

  /** Initialises the class in a thread of its own. Returns at once. */
  static Groundwork begin(String application) {
    // It complains when a second thread logs while a first one makes it ready.
    LoggerFactory.getILoggerFactory();
    FutureTask<@Nullable Void> task =
        new FutureTask<>(
            () -> {
              initialise(application);
              return null;
            });
    Thread thread = new Thread(task, "groundwork");
    // A start that is refused meanwhile does not wait for it.
    thread.setDaemon(true);
    thread.start();
    return new Groundwork(task);
  }

  /** Returns when it is done; fails as it failed. */
  void await() {
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("Interrupted while the application was initialised.", e);
    }
  }

  private static void initialise(String application) {
    try {
      Class.forName(application, true, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      // Started from sources: whoever runs the application makes it first.
    }
  }
}
