package io.tradewind.server.agent;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.Heartbeat.DeviceReading;
import io.tradewind.server.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * What the accelerators of a lease did. Agents tell of machines, and not whose each device is: a
 * reading is kept where one lease has them all, and where the machine is the lease's own. So nobody
 * is shown what another's devices do.
 */
@ApplicationScoped
class DeviceReadings {
  private static final Duration KEPT = Duration.ofDays(90);

  /** Beyond it no accelerator draws; who tells more is not believed. */
  private static final double MOST_WATTS = 5_000;

  /** Beyond it no accelerator has memory: 4 TiB. */
  private static final long MOST_MEBIBYTES = 4L << 20;

  private static final int MOST_DEVICES = 1_024;

  private static final String KEEP =
      """
      insert into device_reading (lease, at, organization, devices, utilisation, watts, memory_used_mib)
      select l.id, :now, l.organization, :devices, cast(:utilisation as double precision), cast(:watts as double precision),
        cast(:memory as bigint)
      from assignment a join lease l on l.id = a.lease
      where l.state in ('active', 'reclaiming')
        and (a.agent = :agent and a.accelerators = :devices or a.agent is null and a.place = :place)
      on conflict do nothing
      """;
  private static final String FORGET = "delete from device_reading where at < :before";

  private final Database database;
  private final Clock clock;

  DeviceReadings(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Does nothing for a machine without accelerators, or one that several leases share. */
  Uni<Void> keep(
      Mutiny.Session session, AgentEntity agent, Heartbeat.@Nullable Reading reading, Instant now) {
    List<DeviceReading> devices =
        reading == null || reading.devices() == null
            ? List.of()
            : reading.devices().stream().filter(Objects::nonNull).toList();
    if (devices.isEmpty() || devices.size() > MOST_DEVICES) {
      return Uni.createFrom().voidItem();
    }
    return session
        .createNativeQuery(KEEP)
        .setParameter("now", now)
        .setParameter("devices", devices.size())
        .setParameter("utilisation", utilisation(devices))
        .setParameter("watts", watts(devices))
        .setParameter("memory", memory(devices))
        .setParameter("agent", agent.id)
        .setParameter("place", agent.place())
        .executeUpdate()
        .replaceWithVoid();
  }

  @Scheduled(every = "6h", delayed = "10m")
  Uni<Void> forget() {
    return database
        .transaction(
            session ->
                session
                    .createNativeQuery(FORGET)
                    .setParameter("before", clock.instant().minus(KEPT))
                    .executeUpdate())
        .replaceWithVoid();
  }

  private static @Nullable Double utilisation(List<DeviceReading> devices) {
    OptionalDouble mean =
        devices.stream()
            .map(DeviceReading::utilisation)
            .filter(it -> it != null && it >= 0 && it <= 1)
            .mapToDouble(it -> it)
            .average();
    return mean.isPresent() ? mean.getAsDouble() : null;
  }

  private static @Nullable Double watts(List<DeviceReading> devices) {
    boolean all =
        devices.stream()
            .map(DeviceReading::watts)
            .allMatch(it -> it != null && it >= 0 && it <= MOST_WATTS);
    return all
        ? devices.stream().map(DeviceReading::watts).mapToDouble(it -> it == null ? 0 : it).sum()
        : null;
  }

  private static @Nullable Long memory(List<DeviceReading> devices) {
    boolean all =
        devices.stream()
            .map(DeviceReading::memoryUsedMib)
            .allMatch(it -> it != null && it >= 0 && it <= MOST_MEBIBYTES);
    return all
        ? devices.stream()
            .map(DeviceReading::memoryUsedMib)
            .mapToLong(it -> it == null ? 0 : it)
            .sum()
        : null;
  }
}
