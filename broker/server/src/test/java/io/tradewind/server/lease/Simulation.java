package io.tradewind.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.server.feed.FeedPoller;
import io.tradewind.server.lease.ScriptedAgent.Pace;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import io.tradewind.server.testing.TraceFactory;
import io.tradewind.server.testing.TraceProvider;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Days with three replicas. Time jumps to the next moment at which anything can happen. */
@Alternative
@ApplicationScoped
class Simulation {
  private static final int REPLICAS = 3;
  private static final int MOST_OPEN = 5;
  private static final Duration STEP = Duration.ofSeconds(15);
  private static final Duration LONGEST_JUMP = Duration.ofMinutes(10);
  private static final Duration BETWEEN_READINGS = Duration.ofMinutes(20);
  private static final List<String> MORE =
      List.of(
          "retry: { on: [no_capacity, interruption, error], for: 6h }",
          "retry: { on: [interruption], for: 2h }",
          "limits: { max_cost: 1.50 USD }\nretry: { on: [interruption, no_capacity], for: 8h }",
          "limits: { max_duration: 1h }",
          "");

  private final Town town;
  private final MovableClock clock;
  private final FeedPoller feeds;
  private final Sql sql;
  private final NeverEvents never;
  private final Map<String, Integer> happened = new TreeMap<>();
  private final List<Seat> seats = new ArrayList<>();
  private Random random = new Random(0);
  private Optional<BoxAgents> agents = Optional.empty();
  private Optional<Seat> working = Optional.empty();
  private Instant nextArrival = Instant.EPOCH;
  private Instant nextReading = Instant.EPOCH;

  Simulation(Town town, MovableClock clock, FeedPoller feeds, Sql sql, NeverEvents never) {
    this.town = town;
    this.clock = clock;
    this.feeds = feeds;
    this.sql = sql;
    this.never = never;
  }

  /** A replica, or the time until another one comes up in its place. */
  private static final class Seat {
    private Replica replica;
    private Instant downUntil = Instant.EPOCH;

    /** The dead one's holds, and when they expire. */
    private Set<UUID> held = Set.of();

    private Instant heldUntil = Instant.EPOCH;

    private Seat(Replica replica) {
      this.replica = replica;
    }
  }

  void run(Duration span, long seed) {
    random = new Random(seed);
    TraceProvider cloud = TraceFactory.made();
    System.out.printf(
        "%d hours, -Dsimulation.seed=%d, interruptions from %s%n",
        span.toHours(), seed, cloud.origin());
    for (int i = 0; i < REPLICAS; i++) {
      seats.add(new Seat(fresh()));
    }
    BoxAgents machines = new BoxAgents(cloud::boxes, town::agent, clock, this::pace);
    agents = Optional.of(machines);
    cloud.storm(this::whileACallTakesLong);
    Instant end = clock.instant().plus(span);
    while (clock.instant().isBefore(end)) {
      arrive();
      turn(cloud, machines);
    }
    cloud.calm();
    wind(cloud, machines);
    never.checkAtTheEnd(cloud, machines);
    System.out.printf("Happened: %s; troubles: %s%n", happened, cloud.troubles());
  }

  /** No more arrives, everything is cancelled, and all of it comes to its end. */
  private void wind(TraceProvider cloud, BoxAgents machines) {
    sql.run("select id from workload where ended_at is null")
        .forEach(row -> Town.cancel(row.getUUID(0).toString()));
    Instant patience = clock.instant().plus(Duration.ofHours(2));
    while (never.isAnythingOpen() || !cloud.boxes().isEmpty()) {
      assertThat(clock.instant()).as("leases or machines without an end").isBefore(patience);
      turn(cloud, machines);
    }
  }

  private void turn(TraceProvider cloud, BoxAgents machines) {
    cloud.tick();
    read();
    machines.turn();
    Collections.shuffle(seats, random);
    for (Seat seat : seats) {
      expire(seat);
      if (isUp(seat)) {
        turn(seat);
        if (random.nextInt(3) == 0) {
          seat.replica.sweep(TraceProvider.ID, cloud);
        }
      }
    }
    count("turns");
    never.check(cloud);
    clock.advance(jump());
  }

  private void turn(Seat seat) {
    Crashes fate =
        switch (random.nextInt(30)) {
          case 0 -> Crashes.killedAt(1 + random.nextInt(25));
          case 1 ->
              isLast(seat)
                  ? Crashes.never()
                  : Crashes.asleepAt(1 + random.nextInt(25), () -> sleep(seat));
          default -> Crashes.never();
        };
    working = Optional.of(seat);
    try {
      fate.befall(seat.replica::turn);
    } catch (RuntimeException | Crashes.Killed e) {
      if (!fate.hasKilled()) {
        throw e;
      }
    }
    if (fate.hasKilled()) {
      die(seat, fate);
    } else if (fate.where().isPresent()) {
      count("replicas asleep");
    }
  }

  private void die(Seat seat, Crashes fate) {
    count("replicas killed");
    expireNow(seat);
    seat.held = fate.held();
    seat.heldUntil = clock.instant().plus(LeaseHolds.HOLD);
    seat.downUntil = clock.instant().plusSeconds(isLast(seat) ? 5 : 5L + random.nextInt(900));
    seat.replica = fresh();
  }

  private Replica fresh() {
    return new Replica(clock, Duration.ofMillis(random.nextInt(6_000) - 3_000));
  }

  /** A replica stands still for longer than a hold; the others find its leases free. */
  private void sleep(Seat sleeper) {
    pass(LeaseHolds.HOLD.plusSeconds(1), sleeper);
  }

  private void whileACallTakesLong() {
    count("slow calls");
    working.ifPresent(seat -> pass(Duration.ofSeconds(5L + random.nextInt(90)), seat));
  }

  /** Time passes for one replica in the middle of its work; everybody else goes on. */
  private void pass(Duration time, Seat but) {
    working = Optional.empty();
    Set<UUID> held = Crashes.current().map(Crashes::held).orElse(Set.of());
    Instant begin = clock.instant();
    while (Duration.between(begin, clock.instant()).compareTo(time) < 0) {
      clock.advance(STEP);
      if (Duration.between(begin, clock.instant()).compareTo(LeaseHolds.HOLD) > 0) {
        release(held);
      }
      agents.ifPresent(BoxAgents::turn);
      seats.stream()
          .filter(seat -> seat != but && isUp(seat))
          .forEach(seat -> Crashes.never().befall(seat.replica::turn));
    }
    working = Optional.of(but);
  }

  private boolean isLast(Seat seat) {
    return seats.stream().filter(it -> it != seat).noneMatch(this::isUp);
  }

  private boolean isUp(Seat seat) {
    return !clock.instant().isBefore(seat.downUntil);
  }

  /** By the virtual clock: the database's own knows nothing of it. */
  private void expire(Seat seat) {
    if (!clock.instant().isBefore(seat.heldUntil)) {
      expireNow(seat);
    }
  }

  private void expireNow(Seat seat) {
    release(seat.held);
    seat.held = Set.of();
  }

  private void release(Set<UUID> held) {
    if (!held.isEmpty()) {
      sql.run(
          "update lease set hold_until = now() - interval '1 second' where hold_token in (%s)"
              .formatted(held.stream().map("'%s'"::formatted).collect(Collectors.joining(", "))));
    }
  }

  private void read() {
    if (!clock.instant().isBefore(nextReading)) {
      feeds.requote(List.of(TraceProvider.ID)).join();
      nextReading = clock.instant().plus(BETWEEN_READINGS);
    }
  }

  private void arrive() {
    if (clock.instant().isBefore(nextArrival)) {
      return;
    }
    nextArrival = clock.instant().plusSeconds(300L + random.nextInt(4_500));
    if (sql.number("select count(*) from workload where ended_at is null") < MOST_OPEN) {
      String workload = submit(MORE.get(random.nextInt(MORE.size())));
      count("workloads");
      if (random.nextInt(8) == 0) {
        Town.cancel(workload);
      }
    }
  }

  private static String submit(String more) {
    return Town.yaml()
        .body(
            """
            resources: { cpus: 1+, capacity: spot }
            run: echo hello
            placement: { providers: { allow: [spot-trace] } }
            """
                + more)
        .post("/api/v1/workloads")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  /** Work of a few minutes or hours; one in ten fails. */
  private Pace pace() {
    Duration length = Duration.ofMinutes(3L + random.nextInt(240));
    int exitCode = random.nextInt(10) == 0 ? 1 : 0;
    return new Pace() {
      @Override
      public boolean goesOn() {
        return random.nextInt(10) > 0;
      }

      @Override
      public boolean repeats() {
        return random.nextInt(4) == 0;
      }

      @Override
      public boolean ends(Duration ran) {
        return ran.compareTo(length) >= 0;
      }

      @Override
      public int exitCode() {
        return exitCode;
      }
    };
  }

  /** To what is due next, but for the ordinary looks at machines that run. */
  private Duration jump() {
    Instant now = clock.instant();
    Row row =
        sql.run(
                """
                select least(
                  (select min(due_at) from lease
                    where state <> 'closed' and (state <> 'active' or stop_reason is not null)),
                  (select min(rematch_at) from workload where ended_at is null))
                """)
            .iterator()
            .next();
    Duration due =
        Optional.ofNullable(row.getOffsetDateTime(0))
            .map(at -> Duration.between(now, at.withOffsetSameInstant(ZoneOffset.UTC).toInstant()))
            .orElse(LONGEST_JUMP);
    return between(Duration.ofSeconds(2), min(due, LONGEST_JUMP));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration between(Duration least, Duration wanted) {
    return wanted.compareTo(least) < 0 ? least : wanted;
  }

  private void count(String what) {
    happened.merge(what, 1, Integer::sum);
  }
}
