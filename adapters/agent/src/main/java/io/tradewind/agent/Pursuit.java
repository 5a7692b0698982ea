package io.tradewind.agent;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks a workload to end, and ten seconds later, or when its reprieve is over, ends it. */
final class Pursuit {
  private static final long GRACE_MICROS = TimeUnit.SECONDS.toMicros(10);
  private static final long AGAIN_MICROS = TimeUnit.SECONDS.toMicros(1);

  private long terminatedAtMicros = -1;
  private long killedAtMicros = -AGAIN_MICROS;

  /** How a signal reaches the workload; false when there is nothing to hear it yet. */
  interface Caller {
    boolean signal(String signal) throws IOException;
  }

  boolean hasBegun() {
    return terminatedAtMicros >= 0;
  }

  void step(Caller workload, long uptimeMicros, Optional<Reprieve> reprieve) throws IOException {
    if (terminatedAtMicros < 0) {
      // A process that was started a moment ago may not lead its group yet: then once more.
      terminatedAtMicros = workload.signal("TERM") ? uptimeMicros : -1;
    } else if (uptimeMicros - terminatedAtMicros >= grace(reprieve)
        && uptimeMicros - killedAtMicros >= AGAIN_MICROS) {
      workload.signal("KILL");
      killedAtMicros = uptimeMicros;
    }
  }

  private long grace(Optional<Reprieve> reprieve) {
    return reprieve
        .map(it -> it.graceMicros(terminatedAtMicros, GRACE_MICROS))
        .orElse(GRACE_MICROS);
  }
}
