package io.tradewind.adapters.datacenter;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Architecture;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.Runs;
import io.tradewind.api.Site;
import io.tradewind.api.SiteMachine;
import io.tradewind.api.SiteNode;
import io.tradewind.api.site.Ask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The shares in which a site's machines are sold: one unit, doubled up to the whole. A machine with
 * accelerators is sold by the accelerator alone, so that none is stranded without processors.
 * Machines that run different forms of workload are sold apart, each as what it can run. Machines
 * of one kind may differ: a share has the processors and memory that the poorest has for it. No
 * share of a cluster is larger than one of its nodes can give; a gang takes several.
 */
final class SiteShapes {
  private SiteShapes() {}

  /** Machines whose shares are alike. */
  private record Kind(Architecture architecture, Optional<AcceleratorModel> model, Set<Runs> runs) {
    static Kind of(SiteMachine machine) {
      return new Kind(
          machine.architecture(),
          machine.accelerators().map(AcceleratorSet::model),
          machine.runs());
    }

    String unit() {
      return model.map(AcceleratorModel::name).orElse(Ask.PROCESSOR);
    }

    String share(int units) {
      String other = architecture == Architecture.X86_64 ? "" : "-" + lower(architecture.name());
      return "%s-%d%s%s".formatted(lower(unit()), units, other, form());
    }

    /** What tells it from the usual machine, which runs processes in a sandbox. */
    private String form() {
      if (runs.contains(Runs.PROCESSES)) {
        return runs.contains(Runs.IMAGES) ? "-any" : "";
      }
      String images = runs.contains(Runs.IMAGES) ? "-images" : "";
      return runs.contains(Runs.OWN_PROCESSES) ? images + "-own" : images;
    }

    private static String lower(String text) {
      return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
  }

  /**
   * A share that may be sold.
   *
   * @param unit of the ask that prices it
   * @param single one unit of it, whose power prices electricity
   */
  record Share(String unit, int units, InstanceType type, InstanceType single) {}

  static List<Share> of(Site site) {
    Map<Kind, List<SiteMachine>> kinds = new LinkedHashMap<>();
    site.machines().stream()
        .filter(machine -> machine.vcpus() > 0)
        .forEach(it -> kinds.computeIfAbsent(Kind.of(it), any -> new ArrayList<>()).add(it));
    List<Share> shares = new ArrayList<>();
    kinds.forEach((kind, machines) -> shares.addAll(shares(kind, machines)));
    return shares;
  }

  /** A machine, or nodes of a cluster that are alike. */
  private record Part(int units, int vcpus, long mebibytes) {
    static Part of(SiteNode node, Kind kind) {
      int units = kind.model().isPresent() ? (int) node.accelerators() : node.vcpus();
      return new Part(units, node.vcpus(), node.memory().mebibytes());
    }
  }

  private static List<Share> shares(Kind kind, List<SiteMachine> machines) {
    List<Part> parts =
        machines.stream()
            .flatMap(machine -> machine.parts().stream())
            .map(node -> Part.of(node, kind))
            .filter(part -> part.units() > 0)
            .toList();
    int whole = parts.stream().mapToInt(Part::units).max().orElse(0);
    InstanceType single = type(kind, parts, 1);
    return sizes(whole).stream()
        .map(units -> new Share(kind.unit(), units, type(kind, parts, units), single))
        .toList();
  }

  private static InstanceType type(Kind kind, List<Part> parts, int units) {
    List<Part> large = parts.stream().filter(part -> part.units() >= units).toList();
    double vcpus =
        large.stream().mapToDouble(it -> (double) it.vcpus() * units / it.units()).min().orElse(0);
    long mebibytes =
        large.stream().mapToLong(it -> it.mebibytes() * units / it.units()).min().orElse(0);
    return new InstanceType(
        kind.share(units),
        kind.model().map(model -> AcceleratorSet.of(model, units)),
        vcpus,
        new Memory(mebibytes),
        kind.architecture(),
        Interconnect.UNKNOWN,
        kind.runs());
  }

  private static List<Integer> sizes(int whole) {
    List<Integer> sizes = new ArrayList<>();
    for (long size = 1; size < whole; size *= 2) {
      sizes.add((int) size);
    }
    if (whole > 0) {
      sizes.add(whole);
    }
    return sizes;
  }
}
