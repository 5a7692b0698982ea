package io.tradewind.server.lease;

import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.server.lease.LeaseHolds.Hold;
import java.lang.reflect.Constructor;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * One broker of several on a database, as far as leases go: its own of everything in this package,
 * with a clock that is off by a little, over the application's connections, market and feeds.
 */
final class Replica {
  private static final int AT_ONCE = 16;

  private final Map<Class<?>, Object> own = new HashMap<>();
  private final LeaseHolds holds;
  private final LeaseSteps steps;
  private final Rematches rematches;
  private final Launches launches;
  private final OrphanSweep sweep;

  Replica(Clock clock, Duration skew) {
    own.put(Clock.class, Clock.offset(clock, skew));
    own.put(LeaseHolds.class, made(CrashingHolds.class));
    own.put(Machines.class, made(CrashingMachines.class));
    holds = (LeaseHolds) found(LeaseHolds.class);
    steps = (LeaseSteps) found(LeaseSteps.class);
    rematches = (Rematches) found(Rematches.class);
    launches = (Launches) found(Launches.class);
    sweep = (OrphanSweep) found(OrphanSweep.class);
  }

  /** As the engine does it, on this thread. */
  void turn() {
    launches.refreshWhenDue();
    for (Hold hold : holds.claim(AT_ONCE)) {
      steps.take(hold);
    }
    Crashes.point("before a match again");
    rematches.takeDue();
    Crashes.point("after a match again");
  }

  /** One look for machines without a lease. */
  void sweep(ProviderId provider, Provisioner machines) {
    try {
      sweep.sweep(provider, machines);
    } catch (ProviderException e) {
      // It is looked again.
      return;
    }
  }

  private Object found(Class<?> type) {
    Object mine = own.get(type);
    if (mine == null) {
      boolean isOfLeases = type.getPackage().equals(Replica.class.getPackage());
      mine = isOfLeases ? made(type) : ofTheApplication(type);
      own.put(type, mine);
    }
    return mine;
  }

  private Object made(Class<?> type) {
    Constructor<?> constructor =
        Arrays.stream(type.getDeclaredConstructors())
            .filter(it -> !it.isSynthetic())
            .max(Comparator.comparingInt(Constructor::getParameterCount))
            .orElseThrow();
    Object[] parts = Arrays.stream(constructor.getParameterTypes()).map(this::found).toArray();
    try {
      return constructor.newInstance(parts);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A replica has no %s.".formatted(type), e);
    }
  }

  private static Object ofTheApplication(Class<?> type) {
    InstanceHandle<?> handle = Arc.container().instance(type);
    if (!handle.isAvailable()) {
      throw new IllegalStateException("The application has no %s.".formatted(type));
    }
    return handle.get();
  }
}
