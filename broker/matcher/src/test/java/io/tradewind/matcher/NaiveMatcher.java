package io.tradewind.matcher;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Offer;
import io.tradewind.api.Place;
import io.tradewind.api.ProviderId;
import io.tradewind.api.ProviderTerms;
import io.tradewind.api.Region;
import io.tradewind.api.Runs;
import io.tradewind.api.TransferRates.Route;
import io.tradewind.matcher.fence.Bounds;
import io.tradewind.matcher.nearness.End;
import io.tradewind.matcher.workload.AcceleratorDemand;
import io.tradewind.matcher.workload.Area;
import io.tradewind.matcher.workload.CostKind;
import io.tradewind.matcher.workload.DataSource;
import io.tradewind.matcher.workload.PlacementWishes;
import io.tradewind.matcher.workload.PlacementWishes.Users;
import io.tradewind.matcher.workload.Range;
import io.tradewind.matcher.workload.Resources;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.CarbonInputs;
import io.tradewind.pricing.CarbonModel;
import io.tradewind.pricing.DataSize;
import io.tradewind.pricing.EgressTariff;
import io.tradewind.pricing.GridIntensity;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.LandedCostCalculator;
import io.tradewind.pricing.Money;
import io.tradewind.pricing.Pue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The same decision, written offer by offer over plain objects with the calculators of {@code
 * pricing}: no columns, no partitions, no 64-bit sums. Slow, and the judge of the fast one.
 */
final class NaiveMatcher {
  private static final long TEN_YEARS = 3_660L * 86_400;

  private final Workload workload;
  private final Conditions conditions;
  private final Scope scope;

  /** An offer with the feed that tells of it. */
  record Told(ProviderId feed, Offer offer) {}

  /** A feasible offer; carbon in milligrams and round trip in microseconds, as they are ranked. */
  record Reckoned(Told told, long costNanos, long carbon, long roundTrip) {
    String id() {
      return told.offer().id().value();
    }
  }

  static final Comparator<Reckoned> BY_COST =
      Comparator.comparingLong(Reckoned::costNanos)
          .thenComparing(one -> one.told().offer().price().perHour())
          .thenComparing(Reckoned::id);

  NaiveMatcher(Workload workload, Conditions conditions, Scope scope) {
    this.workload = workload;
    this.conditions = conditions;
    this.scope = scope;
  }

  List<Reckoned> feasible(List<Told> market) {
    return market.stream()
        .filter(told -> failures(told).isEmpty())
        .map(this::reckon)
        .sorted(BY_COST)
        .toList();
  }

  Reckoned reckon(Told told) {
    return new Reckoned(
        told, ranked(told.offer()).nanos(), carbon(told.offer()), roundTrip(told.offer()));
  }

  /**
   * What the offer fails of the alternative that its partition, then its shape, comes closest to.
   */
  Set<RejectionReason> failures(Told told) {
    List<Set<RejectionReason>> byPartition = new ArrayList<>();
    for (Resources wanted : workload.alternatives()) {
      byPartition.add(ofPartition(told, wanted));
    }
    Set<RejectionReason> closest = byPartition.stream().min(NaiveMatcher::closeness).orElseThrow();
    Set<RejectionReason> failed = EnumSet.noneOf(RejectionReason.class);
    failed.addAll(closest);
    failed.addAll(
        closest.isEmpty()
            ? ofClosestShape(told.offer(), byPartition)
            : ofShape(told.offer(), workload.alternatives().get(byPartition.indexOf(closest))));
    failed.addAll(ofRow(told));
    return failed;
  }

  private Set<RejectionReason> ofClosestShape(Offer offer, List<Set<RejectionReason>> byPartition) {
    List<Set<RejectionReason>> byShape = new ArrayList<>();
    for (int i = 0; i < byPartition.size(); i++) {
      if (byPartition.get(i).isEmpty()) {
        byShape.add(ofShape(offer, workload.alternatives().get(i)));
      }
    }
    return byShape.stream().min(NaiveMatcher::closeness).orElseThrow();
  }

  private static int closeness(Set<RejectionReason> a, Set<RejectionReason> b) {
    int bySize = Integer.compare(a.size(), b.size());
    return bySize != 0 || a.isEmpty()
        ? bySize
        : b.stream()
            .min(Comparator.naturalOrder())
            .orElseThrow()
            .compareTo(a.stream().min(Comparator.naturalOrder()).orElseThrow());
  }

  private Set<RejectionReason> ofPartition(Told told, Resources wanted) {
    Set<RejectionReason> failed = EnumSet.noneOf(RejectionReason.class);
    Offer offer = told.offer();
    PlacementWishes wishes = workload.placement();
    if (scope == Scope.LEASABLE && !conditions.isLeasable(told.feed(), offer.provider())) {
      failed.add(RejectionReason.NOT_LEASABLE);
    }
    failed.addAll(ofRun(offer));
    boolean model =
        wanted.accelerators().isEmpty()
            || offer
                .accelerators()
                .filter(set -> wanted.accelerators().get().acceptsModel(set.model()))
                .isPresent();
    check(failed, model, RejectionReason.ACCELERATOR);
    if (wanted.accelerators().isPresent() && offer.accelerators().isPresent()) {
      AcceleratorModel offered = offer.accelerators().get().model();
      check(failed, workload.software().runsOn(offered), RejectionReason.SOFTWARE);
      check(failed, wanted.accelerators().get().computes(offered), RejectionReason.DTYPE);
    }
    check(failed, wanted.capacity().contains(offer.capacityType()), RejectionReason.CAPACITY);
    for (Bounds bounds : conditions.fence().bounds()) {
      failed.addAll(ofPlace(bounds, told));
    }
    boolean allowed = wishes.providersAllowed().isEmpty() || named(wishes.providersAllowed(), told);
    check(failed, allowed && !named(wishes.providersDenied(), told), RejectionReason.PROVIDER);
    boolean inside =
        wishes.regionsAllowed().isEmpty()
            || wishes.regionsAllowed().stream().anyMatch(area -> within(area, offer));
    boolean denied = wishes.regionsDenied().stream().anyMatch(area -> within(area, offer));
    check(failed, inside && !denied, RejectionReason.REGION);
    check(
        failed,
        wishes.residency().stream().allMatch(area -> within(area, offer)),
        RejectionReason.RESIDENCY);
    check(
        failed,
        wishes.certifications().stream()
            .allMatch(wish -> conditions.certifications().holds(offer.region(), wish)),
        RejectionReason.CERTIFICATION);
    boolean near =
        wishes.maxRoundTripMilliseconds().isEmpty()
            || farthest(offer) <= wishes.maxRoundTripMilliseconds().getAsDouble();
    check(failed, near, RejectionReason.ROUND_TRIP);
    check(failed, startsInTime(offer), RejectionReason.START);
    return failed;
  }

  /** What a policy says of place, seller and machine. */
  private Set<RejectionReason> ofPlace(Bounds bounds, Told told) {
    Set<RejectionReason> failed = EnumSet.noneOf(RejectionReason.class);
    Offer offer = told.offer();
    boolean few = bounds.mostNodes().isEmpty() || workload.nodes() <= bounds.mostNodes().getAsInt();
    boolean endless =
        workload.kind() == Workload.Kind.TASK
            && (bounds.mostPerRun().isPresent() || bounds.mostCarbon().isPresent())
            && workload.limits().maxDuration().isEmpty()
            && workload.work().isEmpty();
    String model = offer.accelerators().map(set -> set.model().name()).orElse("none");
    boolean denied =
        bounds.acceleratorsDenied().stream().anyMatch(name -> (model + "-").startsWith(name + "-"));
    check(failed, few && !endless && !denied, RejectionReason.POLICY);
    check(
        failed,
        bounds.capacity().isEmpty() || bounds.capacity().contains(offer.capacityType()),
        RejectionReason.CAPACITY);
    check(
        failed,
        bounds.providersAllowed().isEmpty() || named(bounds.providersAllowed(), told),
        RejectionReason.PROVIDER);
    check(
        failed,
        bounds.regionsDenied().stream().noneMatch(area -> within(area, offer)),
        RejectionReason.REGION);
    check(
        failed,
        bounds.residency().isEmpty()
            || bounds.residency().stream().anyMatch(area -> within(area, offer)),
        RejectionReason.RESIDENCY);
    check(
        failed,
        bounds.certifications().stream()
            .allMatch(wish -> conditions.certifications().holds(offer.region(), wish)),
        RejectionReason.CERTIFICATION);
    return failed;
  }

  /** What a policy says of prices and carbon. */
  private Set<RejectionReason> ofPrice(Bounds bounds, Offer offer) {
    Set<RejectionReason> failed = EnumSet.noneOf(RejectionReason.class);
    boolean task = workload.kind() == Workload.Kind.TASK;
    Money perHour = offer.price().perHour();
    long devices = offer.accelerators().map(AcceleratorSet::countThousandths).orElse(0);
    check(
        failed,
        bounds.mostPerHour().stream()
                .allMatch(cap -> perHour.times(workload.nodes()).compareTo(cap) <= 0)
            && (devices == 0
                || bounds.mostPerAcceleratorHour().stream()
                    .allMatch(cap -> perHour.times(1000).compareTo(cap.times(devices)) <= 0)),
        RejectionReason.PRICE_CAP);
    check(
        failed,
        !task || bounds.mostPerRun().stream().allMatch(cap -> landed(offer).compareTo(cap) <= 0),
        RejectionReason.COST_CAP);
    check(
        failed,
        !task
            || bounds.mostCarbon().stream()
                .allMatch(cap -> carbon(offer) <= (long) Math.floor(cap.value() * 1000)),
        RejectionReason.CARBON_CAP);
    return failed;
  }

  /** With an amount of work, only what is asked for is reckoned. */
  private Set<RejectionReason> ofRun(Offer offer) {
    Set<RejectionReason> failed = EnumSet.noneOf(RejectionReason.class);
    boolean work = workload.work().isPresent();
    if (work && devices(offer).isEmpty()) {
      return failed;
    }
    if (work && hours(offer).isEmpty()) {
      return EnumSet.of(RejectionReason.SPEED_UNKNOWN);
    }
    Duration run = run(offer);
    check(
        failed,
        workload.limits().deadline().stream().noneMatch(d -> conditions.now().plus(run).isAfter(d)),
        RejectionReason.DEADLINE);
    check(
        failed,
        !work
            || (run.toSeconds() < TEN_YEARS
                && workload.limits().maxDuration().stream().noneMatch(m -> run.compareTo(m) > 0)),
        RejectionReason.TOO_SLOW);
    return failed;
  }

  /** Judged only where the run alone would do. */
  private boolean startsInTime(Offer offer) {
    boolean work = workload.work().isPresent();
    if (!ofRun(offer).isEmpty() || (work && devices(offer).isEmpty())) {
      return true;
    }
    Duration start = startUp(offer);
    Duration transfer = transfer(offer);
    boolean late =
        workload.limits().deadline().stream()
            .anyMatch(d -> conditions.now().plus(start).plus(transfer).plus(run(offer)).isAfter(d));
    boolean tooLong =
        !transfer.isZero()
            && workload.limits().maxDuration().stream()
                .anyMatch(
                    most ->
                        work
                            ? transfer.plus(run(offer)).compareTo(most) > 0
                            : transfer.compareTo(most) >= 0);
    return !late && !tooLong;
  }

  private Duration startUp(Offer offer) {
    return conditions.startTime(offer.provider(), offer.capacityType()).typical();
  }

  private Duration transfer(Offer offer) {
    Duration sum = Duration.ZERO;
    for (DataSource source : workload.data()) {
      if (source.region().isPresent() && !source.region().get().equals(offer.region())) {
        Duration once = timeBetween(source.region().get(), offer.region(), source.size());
        sum = sum.plus(once);
        sum = source.access() == DataSource.Access.READ_WRITE ? sum.plus(once) : sum;
      }
    }
    return sum;
  }

  private Duration timeBetween(Region from, Region to, DataSize size) {
    double perSecond = conditions.transferRates().on(route(from, to)).megabitsPerSecond() * 1e6 / 8;
    return Duration.ofSeconds((long) Math.ceil(size.bytes() / perSecond));
  }

  private Route route(Region from, Region to) {
    Optional<String> one = continent(from);
    Optional<String> other = continent(to);
    if (one.isEmpty() || other.isEmpty()) {
      return Route.UNKNOWN;
    }
    if (from.provider().equals(to.provider())) {
      return one.equals(other) ? Route.SAME_SELLER_NEAR : Route.SAME_SELLER_FAR;
    }
    return one.equals(other) ? Route.OTHER_SELLER_NEAR : Route.OTHER_SELLER_FAR;
  }

  private Optional<String> continent(Region region) {
    return conditions
        .regions()
        .find(region)
        .map(place -> conditions.countries().find(place.country()).orElseThrow().continent());
  }

  /** The fewest of this model that any alternative asks for; empty when none asks for it. */
  private OptionalDouble devices(Offer offer) {
    return offer.accelerators().stream()
        .flatMapToDouble(
            set ->
                workload.alternatives().stream()
                    .map(wanted -> wanted.accelerators().orElseThrow())
                    .filter(it -> it.acceptsModel(set.model()) || it.isOtherForm(set.model()))
                    .mapToDouble(it -> it.leastCount(set.model())))
        .min();
  }

  private OptionalDouble hours(Offer offer) {
    AcceleratorModel model = offer.accelerators().orElseThrow().model();
    return workload.work().orElseThrow().hours(model, devices(offer).orElseThrow());
  }

  private Duration run(Offer offer) {
    if (workload.work().isEmpty() || devices(offer).isEmpty() || hours(offer).isEmpty()) {
      return workload.limits().maxDuration().orElse(Duration.ofHours(1));
    }
    return Duration.ofSeconds(
        (long) Math.min(TEN_YEARS, Math.max(1, Math.ceil(hours(offer).getAsDouble() * 3600))));
  }

  private static boolean named(Set<ProviderId> providers, Told told) {
    return providers.contains(told.offer().provider()) || providers.contains(told.feed());
  }

  private boolean within(Area area, Offer offer) {
    return area.contains(
        offer.region(), conditions.regions().find(offer.region()), conditions.countries());
  }

  private Set<RejectionReason> ofShape(Offer offer, Resources wanted) {
    Set<RejectionReason> failed = EnumSet.noneOf(RejectionReason.class);
    if (wanted.accelerators().isPresent() && offer.accelerators().isPresent()) {
      AcceleratorDemand demand = wanted.accelerators().get();
      AcceleratorSet set = offer.accelerators().get();
      boolean count =
          demand.isOtherForm(set.model()) ? demand.acceptsInOtherForm(set) : demand.accepts(set);
      check(failed, count, RejectionReason.ACCELERATOR_COUNT);
      check(failed, demand.holds(set), RejectionReason.TOO_SMALL);
    }
    check(failed, enough(wanted.vcpus(), offer.instanceType().vcpus()), RejectionReason.CPUS);
    check(
        failed,
        enough(wanted.memoryMebibytes(), offer.instanceType().memory().mebibytes()),
        RejectionReason.MEMORY);
    boolean network =
        wanted.interconnect() != Resources.InterconnectWish.REQUIRED
            || offer.instanceType().interconnect() == Interconnect.RDMA;
    check(failed, network, RejectionReason.INTERCONNECT);
    return failed;
  }

  private Set<RejectionReason> ofRow(Told told) {
    Set<RejectionReason> failed = EnumSet.noneOf(RejectionReason.class);
    Offer offer = told.offer();
    boolean open =
        offer.listing() == Offer.Listing.OPEN
            || named(workload.placement().providersAllowed(), told);
    check(failed, open, RejectionReason.BY_NAME);
    check(failed, offer.availability().state().mayStart(), RejectionReason.SOLD_OUT);
    check(failed, runs(offer), RejectionReason.EXECUTOR);
    boolean dollars = offer.price().perHour().currencyCode().equals("USD");
    check(failed, dollars, RejectionReason.CURRENCY);
    if (!dollars) {
      return failed;
    }
    conditions.fence().bounds().forEach(bounds -> failed.addAll(ofPrice(bounds, offer)));
    Money perHour = offer.price().times(workload.nodes()).perHour();
    check(
        failed,
        workload.limits().maxPricePerHour().stream().allMatch(cap -> perHour.compareTo(cap) <= 0),
        RejectionReason.PRICE_CAP);
    check(
        failed,
        workload.limits().maxCost().stream().allMatch(cap -> landed(offer).compareTo(cap) <= 0),
        RejectionReason.COST_CAP);
    check(
        failed,
        workload.limits().maxCarbon().stream()
            .allMatch(cap -> carbon(offer) <= (long) Math.floor(cap.value() * 1000)),
        RejectionReason.CARBON_CAP);
    return failed;
  }

  /** An image needs a container; a process a sandbox, or a machine of its own organization. */
  private boolean runs(Offer offer) {
    Set<Runs> runs = offer.instanceType().runs();
    if (workload.image().isPresent() || !workload.images().isEmpty()) {
      return runs.contains(Runs.IMAGES);
    }
    boolean own = conditions.own().contains(offer.provider());
    return runs.contains(Runs.PROCESSES) || (own && runs.contains(Runs.OWN_PROCESSES));
  }

  private static boolean enough(Range wanted, double offered) {
    return wanted.isAny() || (offered > 0 && wanted.contains(offered));
  }

  private static void check(Set<RejectionReason> failed, boolean kept, RejectionReason reason) {
    if (!kept) {
      failed.add(reason);
    }
  }

  private Money ranked(Offer offer) {
    return workload.placement().cost() == CostKind.LIST
        ? offer.price().times(workload.nodes()).perHour()
        : landed(offer);
  }

  private Money landed(Offer offer) {
    ProviderTerms terms = conditions.termsOf(offer.provider());
    DataSize disk =
        workload.alternatives().stream()
            .map(Resources::disk)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    LandedCostCalculator calculator =
        LandedCostCalculator.forRun(
                new HourlyRate(offer.price().perHour()), workload.nodes(), run(offer))
            .prepared(startUp(offer), transfer(offer))
            .billedBy(terms.billing())
            .withDisk(disk, terms.diskPerGigabyteMonth());
    LandedCostCalculator risky =
        offer.capacityType() == CapacityType.SPOT
            ? calculator.withSpotRisk(conditions.spotRisk())
            : calculator;
    return risky.calculate().total().plus(egress(offer));
  }

  private Money egress(Offer offer) {
    Money sum = Money.usd("0");
    for (DataSource source : workload.data()) {
      if (source.region().isPresent() && !source.region().get().equals(offer.region())) {
        Region stored = source.region().get();
        boolean reads = source.access() != DataSource.Access.WRITE;
        boolean writes = source.access() != DataSource.Access.READ;
        Money in = tariff(stored, offer.region()).costOf(source.size());
        Money out = tariff(offer.region(), stored).costOf(source.size());
        sum = reads ? sum.plus(in) : sum;
        sum = writes ? sum.plus(out) : sum;
      }
    }
    return sum;
  }

  private EgressTariff tariff(Region from, Region to) {
    ProviderTerms terms = conditions.termsOf(from.provider());
    boolean sameSeller = from.provider().equals(to.provider());
    return terms.egress(continent(from), continent(to), sameSeller);
  }

  private long carbon(Offer offer) {
    NodeCarbon node = NodeCarbon.of(offer.instanceType());
    Optional<Place> place = conditions.regions().find(offer.region());
    Optional<GridIntensity> grid = conditions.intensityAt(offer.region());
    if (node.power().isEmpty() || grid.isEmpty()) {
      return Long.MAX_VALUE;
    }
    Pue pue =
        place
            .filter(where -> where.powerUsageEffectiveness().isPresent())
            .map(where -> new Pue(where.powerUsageEffectiveness().getAsDouble(), "table"))
            .orElse(Pue.CLOUD_DEFAULT);
    long moved =
        workload.data().stream()
            .filter(source -> source.region().isPresent())
            .filter(source -> !source.region().get().equals(offer.region()))
            .mapToLong(source -> source.size().bytes())
            .sum();
    CarbonInputs inputs =
        CarbonInputs.of(
                node.power().get().times(workload.nodes()),
                run(offer),
                pue,
                grid.get(),
                node.embodied().times(workload.nodes()))
            .withEgress(new DataSize(moved));
    return Math.round(CarbonModel.estimate(inputs).total().value() * 1000);
  }

  /** From where nearness counts, with weights. */
  private record Point(End at, double weight) {}

  /** A task is near its data, everything else its users, unless only the other is known. */
  private List<Point> origin() {
    List<Point> users =
        workload.placement().users().stream()
            .map(user -> new Point(pointOf(user), user.weight()))
            .toList();
    List<Point> data =
        workload.data().stream()
            .filter(source -> source.region().isPresent())
            .map(this::pointOf)
            .toList();
    boolean dataFirst = workload.kind() == Workload.Kind.TASK;
    List<Point> first = dataFirst ? data : users;
    return first.isEmpty() ? (dataFirst ? users : data) : first;
  }

  private End pointOf(Users user) {
    return End.ofUsers(
        user.city()
            .map(city -> city.point())
            .orElseGet(() -> conditions.countries().find(user.country()).orElseThrow().point()));
  }

  private Point pointOf(DataSource source) {
    Region region = source.region().orElseThrow();
    return new Point(
        End.at(region, conditions.regions().find(region).orElseThrow()),
        Math.max(1, source.size().inGigabytes()));
  }

  private double farthest(Offer offer) {
    Optional<Place> place = conditions.regions().find(offer.region());
    return place.isEmpty() || origin().isEmpty()
        ? Double.POSITIVE_INFINITY
        : origin().stream().mapToDouble(p -> milliseconds(p, offer)).max().getAsDouble();
  }

  private long roundTrip(Offer offer) {
    List<Point> points = origin();
    Optional<Place> place = conditions.regions().find(offer.region());
    if (points.isEmpty() || place.isEmpty()) {
      return points.isEmpty() ? 0 : Long.MAX_VALUE;
    }
    double sum = 0;
    double weights = 0;
    for (Point point : points) {
      sum += point.weight() * milliseconds(point, offer);
      weights += point.weight();
    }
    return Math.round(sum / weights * 1000);
  }

  private double milliseconds(Point from, Offer offer) {
    End to = End.at(offer.region(), conditions.regions().find(offer.region()).orElseThrow());
    return conditions.roundTrips().between(from.at(), to).milliseconds();
  }
}
