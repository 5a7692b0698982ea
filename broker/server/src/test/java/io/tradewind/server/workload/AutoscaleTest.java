package io.tradewind.server.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.matcher.workload.Scaling;
import io.tradewind.matcher.workload.Scaling.Metric;
import io.tradewind.matcher.workload.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AutoscaleTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration UP = Duration.ofSeconds(30);
  private static final Duration DOWN = Duration.ofMinutes(5);

  @Test
  void asManyComeAsTheLoadNeedsAndTheFileAllows() {
    Course course = new Course(service(1, 8, Duration.ZERO), 1);
    assertThat(course.read(0, 25)).isEqualTo(3);
    assertThat(course.read(1, 30)).isEqualTo(3);
    assertThat(course.read(2, 30.1)).isEqualTo(4);
    assertThat(course.read(3, 1e9)).isEqualTo(8);
  }

  @Test
  void aPeakThatIsOverBeforeTheDelayBringsNobody() {
    Course course = new Course(service(1, 8, UP), 1);
    assertThat(course.read(0, 5)).isEqualTo(1);
    assertThat(course.read(60, 50)).isEqualTo(1);
    assertThat(course.read(80, 5)).isEqualTo(1);
    assertThat(course.read(120, 50)).isEqualTo(1);
    assertThat(course.read(149, 40)).as("not quite half a minute").isEqualTo(1);
    assertThat(course.read(150, 40)).as("the least of the window").isEqualTo(4);
  }

  @Test
  void fewerStayOnlyWhenFewerWereWantedAllThroughTheDelay() {
    Course course = new Course(service(1, 8, Duration.ZERO), 1);
    course.read(0, 60);
    assertThat(course.read(10, 10)).isEqualTo(6);
    assertThat(course.read(200, 30)).isEqualTo(6);
    assertThat(course.read(309, 10)).as("six were wanted less than five minutes ago").isEqualTo(6);
    assertThat(course.read(310, 10)).as("three were wanted since").isEqualTo(3);
    assertThat(course.read(609, 10)).isEqualTo(1);
  }

  @Test
  void withoutAnyLoadNobodyStaysAndAnyLoadWakesAtOnce() {
    Course course = new Course(service(0, 4, UP), 1);
    assertThat(course.read(0, 0)).isEqualTo(1);
    assertThat(course.passes(306)).as("silence changes nothing of what was read").isZero();
    assertThat(course.read(400, 0.001)).as("not even the delay is waited for").isEqualTo(1);
  }

  @Test
  void whatIsReadOnceHoldsUntilTheNext() {
    Course course = new Course(service(1, 8, Duration.ZERO), 1);
    course.read(0, 60);
    assertThat(course.passes(100_000)).isEqualTo(6);
  }

  @Test
  void aReadingInTheSameMomentAsAHigherOneIsNotForgotten() {
    Course course = new Course(service(0, 8, Duration.ZERO), 1);
    course.read(0, 60);
    course.read(1, 0);
    assertThat(course.passes(299)).isEqualTo(6);
    assertThat(course.passes(306)).isZero();
  }

  /** Whatever is read, and whenever it is looked. */
  @Test
  void itStaysWithinBoundsAndIsNeverMoreThanWasWantedNorFewerThanTheWindow() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int least = random.nextInt(3);
      Service service = service(least, least + 1 + random.nextInt(9), UP);
      Course course = new Course(service, service.minimumReplicas());
      List<Reading> readings = new ArrayList<>();
      double second = 0;
      for (int i = 0; i < 120; i++) {
        second += random.nextDouble() * (random.nextInt(20) == 0 ? 600 : 12);
        int before = course.current;
        boolean read = random.nextInt(4) > 0;
        if (read || readings.isEmpty()) {
          double load = random.nextInt(5) == 0 ? 0 : random.nextDouble() * 150;
          course.read(second, load);
          readings.add(new Reading(second, Autoscale.wanted(service, load)));
        } else {
          course.passes(second);
        }
        int after = course.current;
        String at = "seed %d, look %d".formatted(seed, i);
        assertThat(after).as(at).isBetween(service.minimumReplicas(), service.maximumReplicas());
        int newest = readings.get(readings.size() - 1).wanted();
        if (after > before) {
          assertThat(after).as("%s: never more than is wanted now", at).isLessThanOrEqualTo(newest);
        }
        if (after < before) {
          assertThat(after)
              .as("%s: never fewer than was wanted within the delay", at)
              .isGreaterThanOrEqualTo(most(readings, second - DOWN.toSeconds()));
        }
        assertThat(course.passes(second)).as("%s: asked again at once", at).isEqualTo(after);
        assertThat(course.past.levels()).as(at).hasSizeLessThanOrEqualTo(63);
        assertThat(LoadHistory.parse(course.past.text())).isEqualTo(course.past);
      }
      course.passes(second + 2 * DOWN.toSeconds());
      assertThat(course.current)
          .as("seed %d: at rest", seed)
          .isEqualTo(readings.get(readings.size() - 1).wanted());
    }
  }

  private record Reading(double second, int wanted) {}

  /** The most that was in force at any time since. */
  private static int most(List<Reading> readings, double since) {
    int most = 0;
    for (int i = 0; i < readings.size(); i++) {
      boolean isOver = i + 1 < readings.size() && readings.get(i + 1).second() <= since;
      most = isOver ? most : Math.max(most, readings.get(i).wanted());
    }
    return most;
  }

  /** A service over time, as the broker keeps it. */
  private static final class Course {
    private final Service service;
    private LoadHistory past = new LoadHistory(List.of());
    private double load;
    private int current;

    Course(Service service, int current) {
      this.service = service;
      this.current = current;
    }

    int read(double second, double value) {
      Instant now = at(second);
      LoadHistory known = past.levels().isEmpty() ? LoadHistory.of(now, current) : past;
      load = value;
      past =
          known.with(
              now,
              Autoscale.wanted(service, value),
              service.scaling().orElseThrow().longestDelay());
      return passes(second);
    }

    int passes(double second) {
      current = Autoscale.of(service, load, past, current, at(second)).replicas();
      return current;
    }

    private static Instant at(double second) {
      return START.plusMillis(Math.round(second * 1000));
    }
  }

  private static Service service(int least, int most, Duration up) {
    Scaling scaling = new Scaling(Metric.QUEUE, 10, up, DOWN);
    return new Service(
        8000,
        Optional.empty(),
        least,
        most,
        Optional.of(scaling),
        Optional.empty(),
        Optional.empty());
  }
}
