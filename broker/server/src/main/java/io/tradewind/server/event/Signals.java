package io.tradewind.server.event;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Flow.Processor;

/**
 * Tells waiting streams of this process that there may be something new in the database. A hint
 * only: what was written by another replica is found by the regular look that {@link #ticks} adds.
 */
@ApplicationScoped
public class Signals {
  private static final Duration REGULAR_LOOK = Duration.ofSeconds(1);

  private final Processor<UUID, UUID> hub = BroadcastProcessor.<UUID>create().serialized();

  /** Something about this subject (a workload, a site) was committed. */
  public void changed(UUID subject) {
    hub.onNext(subject);
  }

  /**
   * A tick now, at each change of the subject, and at least every second. Ticks are dropped while
   * the receiver is busy.
   */
  public Multi<Long> ticks(UUID subject) {
    return ticks(subject, REGULAR_LOOK);
  }

  /** The same, for a subject that is rarely looked at without a hint. */
  public Multi<Long> ticks(UUID subject, Duration regularly) {
    Multi<Long> changes =
        Multi.createFrom()
            .publisher(hub)
            .onOverflow()
            .drop()
            .filter(subject::equals)
            .map(any -> 0L);
    Multi<Long> regular = Multi.createFrom().ticks().every(regularly);
    return Multi.createBy().merging().streams(changes, regular).onOverflow().dropPreviousItems();
  }
}
