package io.tradewind.api;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A form of workload that a machine can run. */
public enum Runs {
  /** Containers of an image. */
  IMAGES,
  /** Processes without an image, anybody's: something stands between them and the machine. */
  PROCESSES,
  /** Processes that nothing confines: those of the machine's own organization alone. */
  OWN_PROCESSES;

  /** What a machine runs that is started for its lease. */
  public static final Set<Runs> ANYTHING =
      Collections.unmodifiableSet(EnumSet.of(IMAGES, PROCESSES));

  /**
   * What an agent can run, by the executors that it tells of. One that is not known here runs
   * nothing that could be sold.
   */
  public static Set<Runs> of(Collection<String> executors) {
    EnumSet<Runs> runs = EnumSet.noneOf(Runs.class);
    for (String executor : executors) {
      switch (executor) {
        case "container", "kubernetes" -> runs.add(IMAGES);
        case "sandbox", "slurm" -> runs.add(PROCESSES);
        case "process" -> runs.add(OWN_PROCESSES);
        default -> {}
      }
    }
    // Its own organization's processes are somebody's.
    if (runs.contains(PROCESSES)) {
      runs.remove(OWN_PROCESSES);
    }
    return Collections.unmodifiableSet(runs);
  }

  /** Whether strangers have no use for a machine that runs this. */
  public static boolean isForOwnerAlone(Set<Runs> runs) {
    return runs.equals(EnumSet.of(OWN_PROCESSES));
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
