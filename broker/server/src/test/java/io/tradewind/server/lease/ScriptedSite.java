package io.tradewind.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.agent.AgentRefusal;
import io.tradewind.api.agent.LeaseReport.Interval;
import io.tradewind.api.agent.LeaseReport.Status;
import io.tradewind.api.agent.Phase;
import io.tradewind.api.agent.UsageRules;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.TestAgent.Answer;
import io.tradewind.server.testing.Town;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Sites whose agents work by a seed, and say many things twice. */
@Alternative
@ApplicationScoped
class ScriptedSite {
  /** Well within a token's life, also when every turn is a long one. */
  private static final int TURNS_OF_A_TOKEN = 10;

  private final Town town;
  private final MovableClock clock;
  private final Sql sql;

  ScriptedSite(Town town, MovableClock clock, Sql sql) {
    this.town = town;
    this.clock = clock;
    this.sql = sql;
  }

  /** A new site, at about the price of the scripted offers. */
  Stay stay(Random random) {
    return new Stay(town.settle("0.2" + (3 + random.nextInt(4))), random);
  }

  /** One run of one site. */
  final class Stay {
    private final Town.Home home;
    private final Random random;
    private final Map<String, Work> works = new HashMap<>();
    private final Set<String> forgotten = new HashSet<>();
    private Duration accepted = Duration.ZERO;
    private int turns;

    private Stay(Town.Home home, Random random) {
      this.home = home;
      this.random = random;
    }

    /** What the agent knows of a lease. */
    private static final class Work {
      private int phase;
      private Instant meteredTo = Instant.EPOCH;
    }

    String seller() {
      return home.seller();
    }

    /** The agent looks for work, and moves each of its leases along a little, or not. */
    void turn() {
      TestAgent agent = home.agent();
      if (turns++ % TURNS_OF_A_TOKEN == 0) {
        agent.renew();
      }
      agent.heartbeatFrom("10.0.0.1");
      Answer page = agent.work("", 0);
      for (JsonNode item : page.body().path("items")) {
        String lease = item.path("leaseId").asText();
        if (!forgotten.contains(lease)) {
          Work work = works.computeIfAbsent(lease, id -> new Work());
          if (item.path("action").asText().equals("STOP")) {
            stop(agent, lease, work);
          } else if (random.nextInt(4) > 0) {
            goOn(agent, lease, work);
          }
        }
      }
    }

    private void goOn(TestAgent agent, String lease, Work work) {
      switch (work.phase) {
        case 0 -> tell(agent, lease, work, Phase.ACCEPTED);
        case 1 -> tell(agent, lease, work, Phase.PREPARING);
        case 2 -> {
          work.meteredTo = now();
          tell(agent, lease, work, Phase.RUNNING);
        }
        default -> {
          meter(agent, lease, work);
          if (random.nextInt(6) == 0) {
            end(agent, lease, new Status(1, Phase.ENDED, now(), random.nextInt(2), null));
          }
        }
      }
    }

    private void tell(TestAgent agent, String lease, Work work, Phase phase) {
      Instant at = work.phase == 2 ? work.meteredTo : now();
      for (int i = 0; i < 1 + random.nextInt(2); i++) {
        if (isOver(lease, agent.status(lease, phase, at))) {
          return;
        }
      }
      work.phase++;
    }

    private void meter(TestAgent agent, String lease, Work work) {
      Instant to = atMost(work.meteredTo.plus(UsageRules.LONGEST));
      Interval interval = new Interval(work.meteredTo, to, 0.1);
      Answer answer = agent.usage(lease, interval);
      if (isOver(lease, answer)) {
        return;
      }
      assertThat(answer.status()).as(answer.text()).isEqualTo(204);
      if (random.nextBoolean()) {
        assertThat(agent.usage(lease, interval).status()).isIn(204, 409, 410);
      }
      accepted = accepted.plus(Duration.between(work.meteredTo, to));
      work.meteredTo = to;
    }

    private void stop(TestAgent agent, String lease, Work work) {
      if (work.phase > 2) {
        meter(agent, lease, work);
      }
      end(agent, lease, new Status(1, Phase.STOPPED, now(), null, "stopped"));
    }

    private void end(TestAgent agent, String lease, Status last) {
      agent.status(lease, last);
      if (random.nextBoolean()) {
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

    /** Every accepted microsecond is metered once, and charged at the rate of its lease. */
    void checkUsage(String workload) {
      Row sums =
          sql.run(
                  """
                  select coalesce(sum(extract(epoch from u.to_at - u.from_at)), 0)::numeric(20, 6),
                      coalesce(sum(c.amount), 0),
                      coalesce(sum(round(l.rate * extract(epoch from u.to_at - u.from_at) / 3600, 9)), 0)
                    from usage u
                    join charge c on c.lease = u.lease and c.from_at = u.from_at
                    join lease l on l.id = u.lease
                    where u.workload = '%s'
                  """
                      .formatted(workload))
              .iterator()
              .next();
      assertThat(sums.getBigDecimal(0).movePointRight(6).longValueExact())
          .as("metered microseconds")
          .isEqualTo(accepted.toNanos() / 1_000);
      assertThat(sums.getBigDecimal(1).doubleValue())
          .as("charged")
          .isCloseTo(
              sums.getBigDecimal(2).doubleValue(), org.assertj.core.data.Offset.offset(1e-6));
    }

    private Instant atMost(Instant limit) {
      return now().isBefore(limit) ? now() : limit;
    }

    private Instant now() {
      return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
  }
}
