package io.tradewind.adapters.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which accelerators a Google host carries. Newer hosts are only sold with theirs, named in the
 * type; to an N1 host they are attached, and the host is the smallest of the highmem family that
 * may carry them. Facts from Google's documentation of GPU machine types.
 */
final class GoogleHosts {
  private static final Pattern NAMED =
      Pattern.compile(
          "(a2-(?:high|mega|ultra)gpu|a3-(?:high|mega|ultra|edge)gpu|a4x?-highgpu)-(\\d+)g.*");
  private static final Map<String, String> BY_FAMILY =
      Map.of(
          "a2-highgpu", "A100",
          "a2-megagpu", "A100",
          "a2-ultragpu", "A100-80GB",
          "a3-highgpu", "H100",
          "a3-edgegpu", "H100",
          "a3-megagpu", "H100-MEGA",
          "a3-ultragpu", "H200",
          "a4-highgpu", "B200",
          "a4x-highgpu", "GB200");
  private static final Map<String, Integer> L4_COUNTS =
      Map.of(
          "g2-standard-4", 1,
          "g2-standard-8", 1,
          "g2-standard-12", 1,
          "g2-standard-16", 1,
          "g2-standard-32", 1,
          "g2-standard-24", 2,
          "g2-standard-48", 4,
          "g2-standard-96", 8);
  private static final Map<String, List<Attached>> ON_N1 =
      Map.of(
          "n1-highmem-4", List.of(new Attached("T4", 1)),
          "n1-highmem-8", attached(1, new Attached("T4", 2)),
          "n1-highmem-16", attached(2),
          "n1-highmem-32", attached(4, new Attached("T4", 4)),
          "n1-highmem-64", attached(8));

  private GoogleHosts() {}

  /** The accelerators without which the host is not sold. */
  static Optional<Attached> builtInto(String instanceType) {
    Matcher named = NAMED.matcher(instanceType);
    if (named.matches()) {
      return Optional.ofNullable(BY_FAMILY.get(named.group(1)))
          .map(model -> new Attached(model, Integer.parseInt(named.group(2))));
    }
    return Optional.ofNullable(L4_COUNTS.get(instanceType)).map(count -> new Attached("L4", count));
  }

  /**
   * Whether the host's own price has its accelerators in it: since the A4, Google bills them whole.
   */
  static boolean isPricedWhole(String instanceType) {
    return instanceType.startsWith("a4");
  }

  /** The accelerators with which the host may be sold besides alone. */
  static List<Attached> attachable(String instanceType) {
    return ON_N1.getOrDefault(instanceType, List.of());
  }

  private static List<Attached> attached(int count, Attached... more) {
    List<Attached> all = new ArrayList<>(List.of(more));
    for (String model : List.of("P4", "P100", "V100", "K80")) {
      all.add(new Attached(model, count));
    }
    return List.copyOf(all);
  }

  /** A number of accelerators of a model, in the file's words. */
  record Attached(String model, int count) {
    @Override
    public String toString() {
      return model + ":" + count;
    }
  }
}
