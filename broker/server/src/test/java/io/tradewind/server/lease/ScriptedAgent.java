package io.tradewind.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.agent.AgentRefusal;
import io.tradewind.api.agent.LeaseReport.Interval;
import io.tradewind.api.agent.LeaseReport.Status;
import io.tradewind.api.agent.Phase;
import io.tradewind.api.agent.UsageRules;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.TestAgent.Answer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** An agent that works a little each turn, and says many things twice. */
final class ScriptedAgent {
  /** Well within a token's life. */
  private static final Duration RENEWED_AFTER = Duration.ofMinutes(1);

  /** The patience of an agent with a workload that it asked to end, and its own next look. */
  private static final Duration LONGEST_END = Duration.ofSeconds(12);

  private final TestAgent agent;
  private final Clock clock;
  private final Pace pace;
  private final Map<String, Work> works = new HashMap<>();
  private final Set<String> forgotten = new HashSet<>();
  private final List<Metered> sent = new ArrayList<>();
  private final List<Metered> accepted = new ArrayList<>();
  private Instant renewedAt = Instant.EPOCH;

  ScriptedAgent(TestAgent agent, Clock clock, Pace pace) {
    this.agent = agent;
    this.clock = clock;
    this.pace = pace;
  }

  /** How it works. */
  interface Pace {
    /** A phase a turn, everything told twice, and done soon, with exit code 0. */
    Pace STEADY = steady(Duration.ofSeconds(5));

    /** The same, and done only when it is told to stop. */
    Pace SERVING = steady(Duration.ofDays(1));

    private static Pace steady(Duration longest) {
      return new Pace() {
        @Override
        public boolean goesOn() {
          return true;
        }

        @Override
        public boolean repeats() {
          return true;
        }

        @Override
        public boolean ends(Duration ran) {
          return ran.compareTo(longest) > 0;
        }

        @Override
        public int exitCode() {
          return 0;
        }
      };
    }

    static Pace of(Random random) {
      return new Pace() {
        @Override
        public boolean goesOn() {
          return random.nextInt(4) > 0;
        }

        @Override
        public boolean repeats() {
          return random.nextBoolean();
        }

        @Override
        public boolean ends(Duration ran) {
          return random.nextInt(6) == 0;
        }

        @Override
        public int exitCode() {
          return random.nextInt(2);
        }
      };
    }

    /** Whether it does anything this turn. */
    boolean goesOn();

    /** Whether it says again what it has just said. */
    boolean repeats();

    boolean ends(Duration ran);

    int exitCode();
  }

  /** An interval of use that the agent has measured. */
  record Metered(UUID lease, Instant from, Instant to) {
    Duration length() {
      return Duration.between(from, to);
    }
  }

  /** What the agent knows of a lease. */
  private static final class Work {
    private int phase;
    private Instant began = Instant.EPOCH;
    private Instant meteredTo = Instant.EPOCH;
    private Optional<Interval> unconfirmed = Optional.empty();

    /** When the agent ends it by itself; it may take some seconds to go. */
    private Optional<Duration> longest = Optional.empty();

    private boolean isOverdue(Instant now) {
      return phase > 2 && longest.filter(it -> now.isAfter(began.plus(it))).isPresent();
    }

    private Instant untilAtMost(Instant now) {
      return isOverdue(now) ? began.plus(longest.orElseThrow()).plus(LONGEST_END) : now;
    }
  }

  /** Looks for work, and moves each lease along a little, or not. */
  void turn() {
    if (!now().isBefore(renewedAt.plus(RENEWED_AFTER))) {
      agent.renew();
      renewedAt = now();
    }
    agent.heartbeatFrom("10.0.0.1");
    Answer page = agent.work("", 0);
    for (JsonNode item : page.body().path("items")) {
      String lease = item.path("leaseId").asText();
      if (!forgotten.contains(lease)) {
        Work work = works.computeIfAbsent(lease, id -> new Work());
        long seconds = item.path("run").path("maxDurationSeconds").asLong();
        if (work.phase < 3 && seconds > 0) {
          work.longest = Optional.of(Duration.ofSeconds(seconds));
        }
        if (item.path("action").asText().equals("STOP")) {
          stop(lease, work);
        } else if (work.isOverdue(now())) {
          expire(lease, work);
        } else if (pace.goesOn()) {
          goOn(lease, work);
        }
      }
    }
  }

  /** What it ever told of use, whether or not the broker's answer came. */
  List<Metered> sent() {
    return List.copyOf(sent);
  }

  /** What the broker has taken down from it, by its own word. */
  List<Metered> accepted() {
    return List.copyOf(accepted);
  }

  private void goOn(String lease, Work work) {
    switch (work.phase) {
      case 0 -> tell(lease, work, Phase.ACCEPTED);
      case 1 -> tell(lease, work, Phase.PREPARING);
      case 2 -> {
        work.began = now();
        work.meteredTo = work.began;
        tell(lease, work, Phase.RUNNING);
      }
      default -> {
        meter(lease, work);
        if (pace.ends(Duration.between(work.began, work.meteredTo))) {
          end(lease, new Status(1, Phase.ENDED, now(), pace.exitCode(), null));
        }
      }
    }
  }

  private void tell(String lease, Work work, Phase phase) {
    Instant at = work.phase == 2 ? work.meteredTo : now();
    for (int i = 0; i < (pace.repeats() ? 2 : 1); i++) {
      if (isOver(lease, agent.status(lease, phase, at))) {
        return;
      }
    }
    work.phase++;
  }

  private void expire(String lease, Work work) {
    meter(lease, work);
    end(lease, new Status(1, Phase.FAILED, work.meteredTo, null, "It ran for its longest time."));
  }

  private void meter(String lease, Work work) {
    Instant now = min(work.untilAtMost(now()), now());
    do {
      meterOnce(lease, work, now);
    } while (!forgotten.contains(lease) && work.meteredTo.isBefore(now));
  }

  /** What was told and not answered is told again, unchanged, before anything new. */
  private void meterOnce(String lease, Work work, Instant now) {
    Instant longest = work.meteredTo.plus(UsageRules.LONGEST);
    Interval interval =
        work.unconfirmed.orElseGet(
            () -> new Interval(work.meteredTo, now.isBefore(longest) ? now : longest, 0.1));
    Metered metered = new Metered(UUID.fromString(lease), interval.from(), interval.to());
    if (work.unconfirmed.isEmpty()) {
      work.unconfirmed = Optional.of(interval);
      sent.add(metered);
    }
    Answer answer = agent.usage(lease, interval);
    if (isOver(lease, answer)) {
      return;
    }
    assertThat(answer.status()).as(answer.text()).isEqualTo(204);
    work.unconfirmed = Optional.empty();
    work.meteredTo = interval.to();
    accepted.add(metered);
    if (pace.repeats()) {
      assertThat(agent.usage(lease, interval).status()).isIn(204, 409, 410);
    }
  }

  private void stop(String lease, Work work) {
    if (work.phase > 2) {
      meter(lease, work);
    }
    end(lease, new Status(1, Phase.STOPPED, now(), null, "stopped"));
  }

  private void end(String lease, Status last) {
    agent.status(lease, last);
    if (pace.repeats()) {
      agent.status(lease, last);
    }
    forgotten.add(lease);
  }

  private boolean isOver(String lease, Answer answer) {
    boolean over =
        AgentRefusal.ofCode(answer.code()).filter(AgentRefusal::endsTheLease).isPresent();
    if (over) {
      forgotten.add(lease);
    }
    return over;
  }

  private static Instant min(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
