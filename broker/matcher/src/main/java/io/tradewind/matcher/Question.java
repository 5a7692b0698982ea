package io.tradewind.matcher;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderId;
import io.tradewind.api.ProviderTerms;
import io.tradewind.api.Region;
import io.tradewind.api.Runs;
import io.tradewind.matcher.workload.CostKind;
import io.tradewind.matcher.workload.DataSource;
import io.tradewind.matcher.workload.Limits;
import io.tradewind.matcher.workload.Objective;
import io.tradewind.matcher.workload.PlacementWishes;
import io.tradewind.matcher.workload.Resources;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.DataSize;
import io.tradewind.pricing.LandedCostCalculator;
import io.tradewind.pricing.Money;
import io.tradewind.pricing.SpotRisk;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A workload under conditions, with what the loops need worked out once. */
final class Question {
  private final Workload workload;
  private final PriceScale scale;
  private final Conditions conditions;
  private final Scope scope;
  private final List<Resources> alternatives;
  private final Wanted[] wanted;
  private final RunTime run;
  private final DataSize disk;
  private final List<DataSource> movedData;
  private final DataSize moved;
  private final Optional<Origin> origin;
  private final long mostPricePerNodeNanos;
  private final long mostPricePerAcceleratorNanos;
  private final long mostCostNanos;
  private final long mostCarbonMilligrams;
  private final boolean late;
  private final boolean held;
  private final boolean startMatters;
  private final double wasteShare;
  private final int runMask;

  /** Of {@link Runs}, as a bit: what anybody's workload of this form needs. */
  private final int form;

  private final Map<Optional<RunTime>, Question> byRun = new HashMap<>();
  private final List<Preparation.End> dataEnds;
  private final Egress egress;

  Question(
      Workload workload,
      List<Resources> alternatives,
      PriceScale scale,
      Conditions conditions,
      Scope scope) {
    this(workload, alternatives, scale, conditions, scope, runTime(workload), 0);
  }

  private Question(
      Workload workload,
      List<Resources> alternatives,
      PriceScale scale,
      Conditions conditions,
      Scope scope,
      RunTime run,
      int runMask) {
    this.workload = workload;
    this.alternatives = alternatives;
    this.scale = scale;
    this.conditions = conditions;
    this.scope = scope;
    this.run = run;
    this.runMask = runMask;
    form = 1 << (workload.needsImages() ? Runs.IMAGES : Runs.PROCESSES).ordinal();
    wanted = new Wanted[alternatives.size()];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = new Wanted(alternatives.get(i));
    }
    // Alternatives that differ in disk are all reckoned with the largest, so that they compare.
    disk = Collections.max(alternatives, Comparator.comparing(Resources::disk)).disk();
    movedData =
        workload.data().isEmpty()
            ? List.of()
            : workload.data().stream().filter(source -> source.region().isPresent()).toList();
    dataEnds =
        movedData.isEmpty()
            ? List.of()
            : movedData.stream()
                .map(source -> Preparation.End.of(conditions, source.region().orElseThrow()))
                .toList();
    egress = new Egress(conditions, movedData);
    moved = new DataSize(movedData.stream().mapToLong(source -> source.size().bytes()).sum());
    origin = Origin.of(workload, conditions);
    Ceilings ceilings = Ceilings.of(workload, conditions.fence(), scale);
    mostPricePerNodeNanos = ceilings.pricePerNodeNanos();
    mostPricePerAcceleratorNanos = ceilings.pricePerAcceleratorNanos();
    mostCostNanos = ceilings.costNanos();
    mostCarbonMilligrams = ceilings.carbonMilligrams();
    held = !conditions.fence().breaches(workload, conditions.now()).isEmpty();
    wasteShare = spotRisk().forNodes(workload.nodes()).wasteShare(run.duration());
    late = workload.work().isEmpty() && isLate(run);
    boolean limited =
        workload.limits().deadline().isPresent()
            || (workload.limits().maxDuration().isPresent() && !movedData.isEmpty());
    startMatters = limited && !late && runMask == 0;
  }

  /**
   * Whether a machine there comes too late, although the run alone would not: the deadline passes
   * while it starts and data is moved, or moving alone takes as long as {@code max_duration}
   * allows.
   */
  int maskOfStart(Region region, CapacityType capacity) {
    if (!startMatters) {
      return 0;
    }
    return maskOfStart(Preparation.of(this, region, capacity));
  }

  int maskOfStart(Preparation preparation) {
    Limits limits = workload.limits();
    Duration all = preparation.total().plus(run.duration());
    boolean late =
        limits.deadline().isPresent()
            && conditions.now().plus(all).isAfter(limits.deadline().get());
    // What nobody reckoned may take all of max_duration, which moving the data takes a part of.
    Duration least = workload.work().isPresent() ? run.duration() : Duration.ofSeconds(1);
    boolean tooLong =
        limits.maxDuration().isPresent()
            && preparation.transfer().plus(least).compareTo(limits.maxDuration().get()) > 0
            && !preparation.transfer().isZero();
    return late || tooLong ? RejectionReason.START.bit() : 0;
  }

  /** Whether {@link #maskOfStart} can ever be anything. */
  boolean startMatters() {
    return startMatters;
  }

  private boolean isLate(RunTime taking) {
    return workload
        .limits()
        .deadline()
        .filter(deadline -> conditions.now().plus(taking.duration()).isAfter(deadline))
        .isPresent();
  }

  /**
   * The same question, with the run that a fixed amount of work takes on an accelerator; without
   * such an amount, this one. Devices beyond the fewest that are asked for are taken to be idle, so
   * that all machines of a model take equally long.
   *
   * @param model null for machines without accelerators
   */
  Question on(@Nullable AcceleratorModel model) {
    if (workload.work().isEmpty()) {
      return this;
    }
    Optional<RunTime> known =
        Optional.ofNullable(model)
            .flatMap(it -> RunTime.of(workload.work().get(), it, devices(it)));
    return byRun.computeIfAbsent(
        known,
        taking ->
            new Question(
                workload,
                alternatives,
                scale,
                conditions,
                scope,
                taking.orElse(run),
                taking.map(this::failedBy).orElse(RejectionReason.SPEED_UNKNOWN.bit())));
  }

  private double devices(AcceleratorModel model) {
    return alternatives.stream()
        .flatMap(wanted -> wanted.accelerators().stream())
        .filter(demand -> demand.acceptsModel(model) || demand.isOtherForm(model))
        .mapToDouble(demand -> demand.leastCount(model))
        .min()
        .orElse(1);
  }

  private int failedBy(RunTime taking) {
    boolean tooSlow =
        taking.isEndless()
            || workload
                .limits()
                .maxDuration()
                .filter(most -> taking.duration().compareTo(most) > 0)
                .isPresent();
    int failed = tooSlow ? RejectionReason.TOO_SLOW.bit() : 0;
    return isLate(taking) ? failed | RejectionReason.DEADLINE.bit() : failed;
  }

  /**
   * Whether machines run the workload, if only for their owner.
   *
   * @param runs as bits of {@link Runs}
   */
  boolean isRunBy(byte runs) {
    return (runs & form) != 0 || isForOwnersAlone(runs);
  }

  /** Whether machines run the workload for their owner and nobody else. */
  boolean isForOwnersAlone(byte runs) {
    return (runs & form) == 0
        && form == 1 << Runs.PROCESSES.ordinal()
        && (runs & 1 << Runs.OWN_PROCESSES.ordinal()) != 0;
  }

  /** What every offer of the model that this question is {@link #on} fails. */
  int maskOfRun() {
    return runMask;
  }

  /** Costs are reckoned in whole seconds. */
  private static RunTime runTime(Workload workload) {
    return workload
        .limits()
        .maxDuration()
        .map(
            most -> {
              long seconds = most.getNano() == 0 ? most.getSeconds() : most.getSeconds() + 1;
              return new RunTime(
                  Duration.ofSeconds(Math.max(1, seconds)), RunTime.Basis.MAX_DURATION);
            })
        .orElse(new RunTime(Duration.ofHours(1), RunTime.Basis.ASSUMED_HOUR));
  }

  Workload workload() {
    return workload;
  }

  Conditions conditions() {
    return conditions;
  }

  PriceScale scale() {
    return scale;
  }

  List<Resources> alternatives() {
    return alternatives;
  }

  /** By alternative. */
  Wanted[] wanted() {
    return wanted;
  }

  RunTime run() {
    return run;
  }

  DataSize disk() {
    return disk;
  }

  /** Attached storage of all nodes while the machines start, wait for data and run. */
  Money diskCost(ProviderTerms terms, Duration beside) {
    if (disk.equals(DataSize.NONE)) {
      return Tariff.NOTHING;
    }
    return LandedCostCalculator.diskCost(
        terms.diskPerGigabyteMonth(), disk, nodes(), run.duration().plus(beside));
  }

  /** Where each of {@link #movedData} lies. */
  List<Preparation.End> dataEnds() {
    return dataEnds;
  }

  /** What it costs to move the data. */
  Egress egress() {
    return egress;
  }

  /** What redoing lost work adds to a spot run, as a share of it; nothing for other capacity. */
  double wasteShare(CapacityType capacity) {
    return capacity == CapacityType.SPOT ? wasteShare : 0;
  }

  /** A gang of thousands would be interrupted more often than {@link SpotRisk} can say. */
  SpotRisk spotRisk() {
    SpotRisk risk = conditions.spotRisk();
    double most = 3_600.0 / nodes();
    return risk.interruptionsPerHour() <= most
        ? risk
        : new SpotRisk(most, risk.checkpointCost(), risk.restart());
  }

  /** A billionth of a node's hourly price costs at least this much, whoever sells. */
  double leastCostPerNano(CapacityType capacity) {
    return isByList() ? nodes() : nodes() * run.hours() * (1 + wasteShare(capacity));
  }

  boolean isByList() {
    return costKind() == CostKind.LIST;
  }

  /** Data whose place is known. */
  List<DataSource> movedData() {
    return movedData;
  }

  /** All of it together. */
  DataSize moved() {
    return moved;
  }

  /** What of it has to be moved to a machine at {@code region}. */
  DataSize movedTo(Region region) {
    long bytes = moved.bytes();
    for (DataSource source : movedData) {
      if (source.region().orElseThrow().equals(region)) {
        bytes -= source.size().bytes();
      }
    }
    return new DataSize(bytes);
  }

  Optional<Origin> origin() {
    return origin;
  }

  int nodes() {
    return workload.nodes();
  }

  Objective objective() {
    return workload.placement().objective().orElse(Objective.CHEAPEST);
  }

  CostKind costKind() {
    return workload.placement().cost();
  }

  PlacementWishes wishes() {
    return workload.placement();
  }

  long mostPricePerNodeNanos() {
    return mostPricePerNodeNanos;
  }

  /** Of one device for an hour. */
  long mostPricePerAcceleratorNanos() {
    return mostPricePerAcceleratorNanos;
  }

  long mostCostNanos() {
    return mostCostNanos;
  }

  long mostCarbonMilligrams() {
    return mostCarbonMilligrams;
  }

  boolean isLeasable(ProviderId feed, Region region) {
    return conditions.isLeasable(feed, region.provider());
  }

  /** Whether only what can be leased competes, and some of this feed's sellers' offers cannot. */
  boolean mustLookAtSellers(ProviderId feed) {
    return scope == Scope.LEASABLE && !conditions.leasableFeeds().contains(feed);
  }

  /**
   * What every offer of a feed fails.
   *
   * @param leasable whether any of them can be leased
   */
  int maskOfFeed(boolean leasable) {
    int mask = late ? RejectionReason.DEADLINE.bit() : 0;
    mask |= held ? RejectionReason.POLICY.bit() : 0;
    boolean out = scope == Scope.LEASABLE && !leasable;
    return out ? mask | RejectionReason.NOT_LEASABLE.bit() : mask;
  }
}
