package io.tradewind.matcher.workload;

import io.tradewind.api.CapacityType;
import io.tradewind.matcher.workload.Retry.Hedge;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the user asked for.
 *
 * @param alternatives what one node must have; any of them will do, or the first that is to be had
 *     when {@code ordered}
 * @param nodes equal machines that work together
 * @param image a container image; empty for a plain process
 * @param images for other software stacks than {@code image}
 * @param software where image, images and framework can run
 * @param work how much there is to do, when that was said; else it runs for {@code max_duration}
 * @param setup shell lines that run before {@code run}; may be empty
 * @param run shell lines; may be empty for a workspace
 * @param env in the order of the file
 * @param secrets variables whose values are the organization's secrets, by the secrets' names
 */
public record Workload(
    Kind kind,
    Optional<String> name,
    List<Resources> alternatives,
    boolean ordered,
    int nodes,
    Optional<String> image,
    List<ImageChoice> images,
    Software software,
    Optional<Work> work,
    String setup,
    String run,
    Map<String, String> env,
    Map<String, String> secrets,
    List<DataSource> data,
    PlacementWishes placement,
    Limits limits,
    Optional<Retry> retry,
    Optional<Service> service) {

  /** The most machines one workload may ask for. */
  public static final int MOST_NODES = 10_000;

  /** The most alternatives of which any will do. */
  public static final int MOST_ALTERNATIVES = 16;

  /** What sort of workload it is. */
  public enum Kind {
    /** Runs to its end. */
    TASK,
    /** Answers requests until it is stopped. */
    SERVICE,
    /** A machine for a person. */
    WORKSPACE
  }

  /**
   * An image for one software stack: more stacks, more offers.
   *
   * @param ecosystem a stack of the accelerator table, such as {@code rocm}
   */
  public record ImageChoice(String ecosystem, String reference) {}

  public Workload {
    alternatives = List.copyOf(alternatives);
    images = List.copyOf(images);
    data = List.copyOf(data);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    if (alternatives.isEmpty()) {
      throw new IllegalArgumentException(
          "A workload has no resources. Resources.anything() takes any machine.");
    }
    if (alternatives.size() > MOST_ALTERNATIVES) {
      throw new IllegalArgumentException(
          "%d alternatives are more than %d. Leave the least likely out."
              .formatted(alternatives.size(), MOST_ALTERNATIVES));
    }
    if (nodes < 1 || nodes > MOST_NODES) {
      throw new IllegalArgumentException(
          "A workload of %d nodes is outside 1 to %d.".formatted(nodes, MOST_NODES));
    }
  }

  /** A task on one node that satisfies {@code resources}, with every other wish at its default. */
  public static Workload task(Resources resources) {
    return new Workload(
        Kind.TASK,
        Optional.empty(),
        List.of(resources),
        false,
        1,
        Optional.empty(),
        List.of(),
        Software.ANY,
        Optional.empty(),
        "",
        "",
        Map.of(),
        Map.of(),
        List.of(),
        PlacementWishes.NONE,
        Limits.NONE,
        Optional.empty(),
        Optional.empty());
  }

  /** Whether it runs in a container on some machine or other. */
  public boolean needsImages() {
    return image.isPresent() || !images.isEmpty();
  }

  /** What to run on an accelerator of this stack: the image for it, or else {@link #image}. */
  public Optional<String> imageFor(String stack) {
    return images.stream()
        .filter(choice -> choice.ecosystem().equals(stack))
        .map(ImageChoice::reference)
        .findFirst()
        .or(() -> image);
  }

  /** When a second machine may be started beside the first. */
  public Hedge hedge() {
    return retry.map(Retry::hedge).orElse(Hedge.FOR_DEADLINE);
  }

  /** Whether that can come to pass at all: one machine, of a task that has an end to meet. */
  public boolean mayHedge() {
    boolean hurries = limits.deadline().isPresent() && limits.maxDuration().isPresent();
    return kind == Kind.TASK
        && nodes == 1
        && switch (hedge()) {
          case NEVER -> false;
          case FOR_DEADLINE -> hurries;
          case ALWAYS -> true;
        };
  }

  public Workload withAlternatives(List<Resources> newAlternatives, boolean newOrdered) {
    return new Workload(
        kind,
        name,
        newAlternatives,
        newOrdered,
        nodes,
        image,
        images,
        software,
        work,
        setup,
        run,
        env,
        secrets,
        data,
        placement,
        limits,
        retry,
        service);
  }

  /** With this capacity alone, whatever the resources accept beside it. */
  public Workload withCapacity(CapacityType only) {
    return withAlternatives(
        alternatives.stream().map(it -> it.withCapacity(Set.of(only))).toList(), ordered);
  }

  public Workload withNodes(int newNodes) {
    return new Workload(
        kind,
        name,
        alternatives,
        ordered,
        newNodes,
        image,
        images,
        software,
        work,
        setup,
        run,
        env,
        secrets,
        data,
        placement,
        limits,
        retry,
        service);
  }

  public Workload withPlacement(PlacementWishes newPlacement) {
    return new Workload(
        kind,
        name,
        alternatives,
        ordered,
        nodes,
        image,
        images,
        software,
        work,
        setup,
        run,
        env,
        secrets,
        data,
        newPlacement,
        limits,
        retry,
        service);
  }

  public Workload withLimits(Limits newLimits) {
    return new Workload(
        kind,
        name,
        alternatives,
        ordered,
        nodes,
        image,
        images,
        software,
        work,
        setup,
        run,
        env,
        secrets,
        data,
        placement,
        newLimits,
        retry,
        service);
  }

  public Workload withData(List<DataSource> newData) {
    return new Workload(
        kind,
        name,
        alternatives,
        ordered,
        nodes,
        image,
        images,
        software,
        work,
        setup,
        run,
        env,
        secrets,
        newData,
        placement,
        limits,
        retry,
        service);
  }
}
