package io.tradewind.server.order;

import io.tradewind.matcher.workload.Workload;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.Startable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a buyer asks quotes for: {@code workload}, a file as it would be submitted; {@code
 * quantity}; {@code hours}, for how long each may run; {@code from}, now without it; {@code
 * bidsUntil}.
 *
 * @param tree the workload's file, which ends by itself after the hours
 */
record OrderBody(
    Workload workload,
    Map<String, Object> tree,
    int quantity,
    Instant from,
    int hours,
    Instant bidsUntil) {
  private static final Set<String> KNOWN =
      Set.of("workload", "quantity", "hours", "from", "bidsUntil");
  private static final int MOST = 100;
  private static final Duration BIDS_COUNT = Duration.ofHours(1);
  private static final Duration BIDS_COUNT_AT_MOST = Duration.ofDays(7);

  /**
   * @throws ProblemException 422 with everything that is wrong, each with its field
   */
  static OrderBody read(Map<String, Object> tree, SpecReader specs, Instant now) {
    return new Reading(specs, now).read(tree);
  }

  Bidding.Wanted wanted() {
    return new Bidding.Wanted(workload, quantity, from, hours);
  }

  private static final class Reading {
    private final SpecReader specs;
    private final Instant now;
    private final List<FieldProblem> problems = new ArrayList<>();

    Reading(SpecReader specs, Instant now) {
      this.specs = specs;
      this.now = now;
    }

    OrderBody read(Map<String, Object> tree) {
      tree.keySet().stream()
          .filter(key -> !KNOWN.contains(key))
          .forEach(key -> add(key, "The field is unknown here.", "Leave it out."));
      OptionalInt quantity = number(tree, "quantity", MOST, OptionalInt.of(1));
      OptionalInt hours = number(tree, "hours", BidRule.MOST_HOURS, OptionalInt.empty());
      Instant until = moment(tree, "bidsUntil").orElse(now.plus(BIDS_COUNT));
      Instant from = moment(tree, "from").filter(it -> it.isAfter(now)).orElse(now);
      if (!until.isAfter(now) || until.isAfter(now.plus(BIDS_COUNT_AT_MOST))) {
        add("bidsUntil", "It is not within the week to come.", "Write a later or nearer moment.");
      } else if (!from.isBefore(until)) {
        add(
            "from",
            "No bid can be accepted before %s, when bids count no more.".formatted(until),
            "A bid is accepted when its workloads begin: write an earlier moment.");
      }
      Optional<Map<String, Object>> file = file(tree.get("workload"), hours);
      Optional<Workload> workload = file.flatMap(this::workload);
      if (!problems.isEmpty() || workload.isEmpty()) {
        throw new ProblemException(
            422,
            "order_invalid",
            "The order has %d problem%s; nobody was asked."
                .formatted(problems.size(), problems.size() == 1 ? "" : "s"),
            problems);
      }
      return new OrderBody(
          workload.get(), file.get(), quantity.orElse(1), from, hours.orElse(1), until);
    }

    private Optional<Workload> workload(Map<String, Object> file) {
      try {
        Workload workload = specs.read(file);
        Startable.checkTask(workload);
        return Optional.of(workload);
      } catch (ProblemException e) {
        e.errors().forEach(it -> add("workload." + it.field(), it.message(), it.advice()));
        if (e.errors().isEmpty()) {
          add("workload", e.detail(), "");
        }
        return Optional.empty();
      }
    }

    /** A bid is for so many hours: what would run longer is ended then. */
    @SuppressWarnings("unchecked") // A body's maps have been read with texts as keys.
    private Optional<Map<String, Object>> file(@Nullable Object value, OptionalInt hours) {
      if (!(value instanceof Map<?, ?> map)) {
        add("workload", "There is no workload file.", "Write its fields, such as resources.");
        return Optional.empty();
      }
      Map<String, Object> file = new LinkedHashMap<>((Map<String, Object>) map);
      Map<String, Object> limits = new LinkedHashMap<>();
      if (file.get("limits") instanceof Map<?, ?> own) {
        limits.putAll((Map<String, Object>) own);
      } else if (file.get("limits") != null) {
        return Optional.of(file);
      }
      if (hours.isPresent() && longest(file, hours.getAsInt())) {
        limits.put("max_duration", hours.getAsInt() + "h");
        file.put("limits", limits);
      }
      return Optional.of(file);
    }

    /** Whether the order's hours end it before its own limit does; faults are told elsewhere. */
    private boolean longest(Map<String, Object> file, int hours) {
      try {
        return specs
            .read(file)
            .limits()
            .maxDuration()
            .filter(own -> own.compareTo(Duration.ofHours(hours)) <= 0)
            .isEmpty();
      } catch (ProblemException e) {
        return false;
      }
    }

    private OptionalInt number(
        Map<String, Object> tree, String key, int most, OptionalInt otherwise) {
      Object value = tree.get(key);
      if (value == null && otherwise.isPresent()) {
        return otherwise;
      }
      if (value instanceof Number number
          && number.doubleValue() == Math.rint(number.doubleValue())
          && number.doubleValue() >= 1
          && number.doubleValue() <= most) {
        return OptionalInt.of(number.intValue());
      }
      add(key, "It is no whole number of %s.".formatted(key), "Write 1 to %d.".formatted(most));
      return OptionalInt.empty();
    }

    private Optional<Instant> moment(Map<String, Object> tree, String key) {
      Object value = tree.get(key);
      if (value == null) {
        return Optional.empty();
      }
      try {
        return Optional.of(Instant.parse(value.toString()));
      } catch (DateTimeException e) {
        add(key, "It is no moment.", "Write UTC, such as 2026-12-01T08:00:00Z.");
        return Optional.empty();
      }
    }

    private void add(String field, String message, String advice) {
      problems.add(new FieldProblem(field, message, advice));
    }
  }
}
