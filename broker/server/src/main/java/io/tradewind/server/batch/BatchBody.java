package io.tradewind.server.batch;

import io.tradewind.matcher.plan.PlanItem;
import io.tradewind.matcher.plan.TenantCap;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.Startable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Many workload files in one: {@code workloads}, each as it would be submitted alone with an
 * optional {@code tenant} beside it, and {@code caps} on what a tenant may hold.
 *
 * @param trees the files as they came, without the tenant
 */
record BatchBody(List<PlanItem> items, List<Map<String, Object>> trees, List<TenantCap> caps) {
  /** More would make one answer too long to read. */
  static final int MOST = 500;

  private static final String DEFAULT_TENANT = "default";
  private static final int LONGEST_TENANT = 100;
  private static final double MOST_MACHINES = 1e6;

  /**
   * @param starting whether all of them will be started
   * @throws ProblemException 422 with everything that is wrong, each with the workload it is in
   */
  static BatchBody read(Map<String, Object> tree, SpecReader specs, boolean starting) {
    return new Reading(specs, starting).read(tree);
  }

  private static final class Reading {
    private final SpecReader specs;
    private final boolean starting;
    private final List<FieldProblem> problems = new ArrayList<>();
    private final List<PlanItem> items = new ArrayList<>();
    private final List<Map<String, Object>> trees = new ArrayList<>();
    private final List<TenantCap> caps = new ArrayList<>();

    Reading(SpecReader specs, boolean starting) {
      this.specs = specs;
      this.starting = starting;
    }

    BatchBody read(Map<String, Object> tree) {
      List<?> files = list(tree, "workloads");
      if (files.isEmpty()) {
        add("workloads", "There is no workload.", "List one at least.");
      }
      if (files.size() > MOST) {
        throw new ProblemException(
            422,
            "batch_too_large",
            "There are %d workloads; at most %d are planned at once. Send them in parts."
                .formatted(files.size(), MOST));
      }
      for (int i = 0; i < files.size(); i++) {
        workload(files.get(i), "workloads[%d]".formatted(i));
      }
      List<?> given = list(tree, "caps");
      for (int i = 0; i < given.size(); i++) {
        cap(given.get(i), "caps[%d]".formatted(i));
      }
      nothingElse(tree, "", Set.of("workloads", "caps"));
      if (!problems.isEmpty()) {
        throw new ProblemException(
            422,
            "batch_invalid",
            "The batch has %d problem%s; nothing was placed."
                .formatted(problems.size(), problems.size() == 1 ? "" : "s"),
            problems);
      }
      return new BatchBody(List.copyOf(items), List.copyOf(trees), List.copyOf(caps));
    }

    private List<?> list(Map<String, Object> tree, String key) {
      Object value = tree.get(key);
      if (value == null) {
        return List.of();
      }
      if (value instanceof List<?> list) {
        return list;
      }
      add(key, "It is not a list.", "Write a list, even of one.");
      return List.of();
    }

    private void workload(@Nullable Object value, String path) {
      Optional<Map<String, Object>> map = map(value, path);
      if (map.isEmpty()) {
        return;
      }
      Map<String, Object> file = new LinkedHashMap<>(map.get());
      Object tenant = file.remove("tenant");
      String name = tenant == null ? DEFAULT_TENANT : tenant.toString().strip();
      if (name.isEmpty() || name.length() > LONGEST_TENANT) {
        add(path + ".tenant", "It is empty or long.", "Name a project or a team.");
        return;
      }
      within(
          path,
          () -> {
            Workload workload = specs.read(file);
            if (starting) {
              Startable.checkTask(workload);
            }
            items.add(new PlanItem(workload, name));
            trees.add(file);
          });
    }

    /** What one workload is told alone, told of its place in the batch. */
    private void within(String path, Runnable reading) {
      try {
        reading.run();
      } catch (ProblemException e) {
        Consumer<FieldProblem> placed =
            it -> add(path + "." + it.field(), it.message(), it.advice());
        e.errors().forEach(placed);
        if (e.errors().isEmpty()) {
          add(path, e.detail(), "");
        }
      }
    }

    private void cap(@Nullable Object value, String path) {
      Optional<Map<String, Object>> map = map(value, path);
      if (map.isEmpty()) {
        return;
      }
      Object tenant = map.get().get("tenant");
      Object machines = map.get().get("machines");
      nothingElse(map.get(), path + ".", Set.of("tenant", "machines"));
      if (!(tenant instanceof String name) || name.isBlank()) {
        add(path + ".tenant", "There is no tenant.", "Name one that workloads name.");
      } else if (!(machines instanceof Number number)
          || number.doubleValue() != Math.rint(number.doubleValue())
          || !(number.doubleValue() >= 0 && number.doubleValue() <= MOST_MACHINES)) {
        add(path + ".machines", "It is no number of machines.", "Write a whole number, such as 8.");
      } else if (!seen(name)) {
        caps.add(new TenantCap(name.strip(), number.intValue()));
      } else {
        add(path + ".tenant", "%s has a cap already.".formatted(name), "Keep one of them.");
      }
    }

    private boolean seen(String tenant) {
      Set<String> known = new HashSet<>();
      caps.forEach(cap -> known.add(cap.tenant()));
      return known.contains(tenant.strip());
    }

    @SuppressWarnings("unchecked") // A body's maps have been read with texts as keys.
    private Optional<Map<String, Object>> map(@Nullable Object value, String path) {
      if (value instanceof Map<?, ?> map) {
        return Optional.of((Map<String, Object>) map);
      }
      add(path, "It is not a mapping.", "Write its fields.");
      return Optional.empty();
    }

    private void nothingElse(Map<String, Object> tree, String path, Set<String> known) {
      tree.keySet().stream()
          .filter(key -> !known.contains(key))
          .forEach(
              key ->
                  add(
                      path + key,
                      "The field is unknown here.",
                      "Use " + String.join(" and ", known.stream().sorted().toList()) + "."));
    }

    private void add(String field, String message, String advice) {
      problems.add(new FieldProblem(field, message, advice));
    }
  }
}
