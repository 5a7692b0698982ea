package io.tradewind.server.workload;

import io.tradewind.server.database.Database;
import io.tradewind.server.event.Signals;
import io.tradewind.server.lease.Crashes;
import io.tradewind.server.lease.LeaseDrafts;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;

/** The services as they are, with a point before and after what a look at one leads to. */
@Alternative
@Singleton
public class CrashingServices extends Services {
  CrashingServices(
      Database database,
      DueWorkloads due,
      ReplicaPlaces places,
      Autoscaler scaler,
      Submissions submissions,
      Drafts drafting,
      Cancellations cancellations,
      LeaseDrafts drafts,
      SpecReader specs,
      Signals signals,
      Clock clock) {
    super(
        database,
        due,
        places,
        scaler,
        submissions,
        drafting,
        cancellations,
        drafts,
        specs,
        signals,
        clock);
  }

  @Override
  public boolean takeDue() {
    return super.takeDue();
  }

  @Override
  Look look(UUID service) {
    Crashes.point("before a look at a service");
    return super.look(service);
  }

  @Override
  boolean apply(Look look) {
    Crashes.point("before a look is applied");
    boolean applied = super.apply(look);
    Crashes.point("after a look was applied");
    return applied;
  }
}
