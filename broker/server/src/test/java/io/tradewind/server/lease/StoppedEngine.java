package io.tradewind.server.lease;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/** An engine that does not run by itself: the test takes each step. */
@Alternative
@Singleton
class StoppedEngine extends LeaseEngine {
  StoppedEngine(LeaseHolds holds, LeaseSteps steps, Launches launches, Rematches rematches) {
    super(holds, steps, launches, rematches);
  }

  @Override
  void start(@Observes StartupEvent event) {}

  @Override
  void stop(@Observes ShutdownEvent event) {}
}
