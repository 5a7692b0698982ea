package io.tradewind.matcher.bench;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Architecture;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.CatalogFile;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.Matcher;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.grammar.WorkloadReader;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Currency;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A month of idle V100s of sixteen sites, sold to a month of jobs of another company's cluster, on
 * a clock that steps by the minute. Each job is matched when it comes, with sites and clouds in one
 * market; sites ask a third to three quarters of the cheapest accelerator on demand, of whatever
 * machine, and take theirs back with five minutes' notice as soon as their owners' jobs need them.
 * A job that has to go is matched again for what is left of it and ten minutes more.
 *
 * <p>Kind to sites: the trace does not tell on which machines accelerators are idle, so any eight
 * of a site count as one machine's. Unkind: no job waits for a site, however little hurry it has.
 */
final class SiteReplayBench {
  static final long SEED = 20200501;

  private static final Instant BEGIN = Instant.parse("2026-05-01T00:00:00Z");
  private static final ProviderId SITES = ProviderId.of("datacenter");
  private static final ProviderId CLOUDS = ProviderId.of("clouds");
  private static final Currency USD = Currency.getInstance("USD");
  private static final int[] SHARES = {1, 2, 4, 8};
  private static final int NOTICE_MINUTES = 5;
  private static final int CHANGEOVER_MINUTES = 10;

  private final IdleTraces traces;
  private final double[] asks;
  private final AcceleratorModel model;
  private final Market clouds;
  private final Conditions conditions;
  private final Map<String, Workload> workloads = new HashMap<>();
  private final int[] used;
  private final int[] freed;
  private final List<Waits> waits;
  private final List<Lease> leases = new ArrayList<>();
  private final Sum sum = new Sum();
  private Market market;

  private SiteReplayBench(IdleTraces traces, AcceleratorModel model, Market clouds) {
    this.traces = traces;
    this.model = model;
    this.clouds = clouds;
    this.market = clouds;
    used = new int[traces.idle().length];
    freed = new int[used.length];
    waits = Stream.generate(Waits::new).limit(used.length).toList();
    double listed = perAccelerator(clouds);
    Random random = new Random(SEED);
    asks =
        IntStream.range(0, used.length)
            .mapToDouble(i -> listed * (0.33 + 0.42 * random.nextDouble()))
            .toArray();
    Set<ProviderId> sellers = new HashSet<>();
    IntStream.range(0, used.length).forEach(site -> sellers.add(seller(site)));
    conditions =
        Conditions.bundled(1, BEGIN).withSites(sellers).withLeasableFeeds(Set.of(SITES, CLOUDS));
  }

  /** A place on a site. */
  private static final class Lease {
    final int site;
    final int accelerators;
    final double hourly;
    final int from;
    final int until;
    int leavesAt = Integer.MAX_VALUE;

    Lease(int site, int accelerators, double hourly, int from, int until) {
      this.site = site;
      this.accelerators = accelerators;
      this.hourly = hourly;
      this.from = from;
      this.until = until;
    }

    int end() {
      return Math.min(until, leavesAt);
    }
  }

  private static final class Sum {
    double sold;
    double paid;
    double cloudsAlone;
    double wanted;
    int starts;
    int reclaimed;
    int moved;
    int longestWait;
    double takenBack;
    double inTime;
  }

  static void run(Report report, boolean full) throws IOException {
    IdleTraces traces = IdleTraces.of(SEED);
    report.say(
        traces.isPublic() ? "public traces" : "no trace files: sites and jobs from the seed");
    AcceleratorModel model = Accelerators.bundled().resolve("V100").orElseThrow().model();
    Market clouds = clouds(report, model);
    report.say(
        "the cheapest %s on demand, of any size: %.2f USD an hour"
            .formatted(model.name(), perAccelerator(clouds)));
    for (int factor : full ? new int[] {1, 4, 16} : new int[] {1, 4}) {
      IdleTraces wanted = traces.timesDemand(factor, SEED);
      Sum sum = new SiteReplayBench(wanted, model, clouds).replay();
      tell(report, wanted, sum, factor);
    }
  }

  private static void tell(Report report, IdleTraces traces, Sum sum, int factor) {
    String id = factor == 1 ? "S1" : "S1.x" + factor;
    String of = factor == 1 ? "" : ", %d times the demand".formatted(factor);
    report.tell(
        id + ".sold",
        "of %.0f idle GPU-hours of 16 sites, sold%s".formatted(traces.idleHours(), of),
        100 * sum.sold / traces.idleHours(),
        "%");
    report.tell(
        id + ".served",
        "sold for each GPU-hour that was wanted, what moves repeat included" + of,
        100 * sum.sold / sum.wanted,
        "%");
    report.atMost(
        id + ".cost",
        "paid by tenants, of what the cheapest clouds alone would have cost" + of,
        100 * sum.paid / sum.cloudsAlone,
        "%",
        100);
    report.tell(id + ".starts", "leases on sites" + of, sum.starts, "leases");
    report.tell(
        id + ".reclaimed", "of them taken back for their owners" + of, sum.reclaimed, "leases");
    report.tell(
        id + ".moved",
        "of these went on at another site, the others in a cloud" + of,
        100.0 * sum.moved / Math.max(1, sum.reclaimed),
        "%");
    report.atLeast(
        id + ".kept",
        "of the accelerators that owners wanted back, there within the notice of %d minutes%s"
            .formatted(NOTICE_MINUTES, of),
        sum.takenBack == 0 ? 100 : 100 * sum.inTime / sum.takenBack,
        "%",
        100);
    report.tell(id + ".wait", "the longest wait of an owner" + of, sum.longestWait, "minutes");
  }

  private Sum replay() {
    int next = 0;
    for (int minute = 0; minute < IdleTraces.MINUTES; minute++) {
      end(minute);
      reclaim(minute);
      boolean offered = false;
      while (next < traces.jobs().size() && traces.jobs().get(next).minute() == minute) {
        IdleTraces.Job job = traces.jobs().get(next++);
        if (!offered) {
          offer(minute);
          offered = true;
        }
        int left = Math.min(job.minutes(), IdleTraces.MINUTES - minute);
        sum.wanted += job.accelerators() * left / 60.0;
        sum.cloudsAlone += cost(choice(clouds, job.accelerators(), left), left);
        place(job.accelerators(), left, minute);
      }
      count(minute);
    }
    return sum;
  }

  private void end(int minute) {
    List<Lease> gone = leases.stream().filter(lease -> lease.end() <= minute).toList();
    leases.removeAll(gone);
    for (Lease lease : gone) {
      used[lease.site] -= lease.accelerators;
      freed[lease.site] += lease.accelerators;
      sum.paid += lease.hourly * (lease.end() - lease.from) / 60.0;
    }
    for (Lease lease : gone) {
      if (lease.leavesAt < lease.until) {
        offer(minute);
        sum.moved +=
            place(lease.accelerators, lease.until - lease.leavesAt + CHANGEOVER_MINUTES, minute)
                ? 1
                : 0;
      }
    }
  }

  /** The youngest go first: they have the least to lose. */
  private void reclaim(int minute) {
    for (int site = 0; site < used.length; site++) {
      int over = Math.max(0, used[site] - traces.idle()[site][minute]);
      waits.get(site).look(minute, over, freed[site], sum);
      freed[site] = 0;
      for (Lease lease : leases) {
        over -= lease.site == site && lease.leavesAt != Integer.MAX_VALUE ? lease.accelerators : 0;
      }
      for (int i = leases.size() - 1; i >= 0 && over > 0; i--) {
        Lease lease = leases.get(i);
        if (lease.site == site && lease.leavesAt == Integer.MAX_VALUE) {
          lease.leavesAt = minute + NOTICE_MINUTES;
          over -= lease.accelerators;
          sum.reclaimed += lease.leavesAt < lease.until ? 1 : 0;
        }
      }
    }
  }

  /** Accelerators that one owner wants back, since when; who waits longest is served first. */
  private static final class Waits {
    private final Deque<int[]> since = new ArrayDeque<>();
    private int missing;

    /**
     * @param over how many are missing now
     * @param freed by leases since the last look: what was missing is there, whatever is new
     */
    void look(int minute, int over, int freed, Sum sum) {
      int left = missing - Math.min(missing, freed);
      serve(missing - left, minute, sum);
      if (over > left) {
        since.add(new int[] {minute, over - left});
      } else {
        serve(left - over, minute, sum);
      }
      missing = over;
    }

    private void serve(int count, int minute, Sum sum) {
      for (int back = count; back > 0; ) {
        int[] first = since.element();
        int served = Math.min(back, first[1]);
        sum.takenBack += served;
        sum.inTime += minute - first[0] <= NOTICE_MINUTES ? served : 0;
        sum.longestWait = Math.max(sum.longestWait, minute - first[0]);
        back -= served;
        first[1] -= served;
        if (first[1] == 0) {
          since.remove();
        }
      }
    }
  }

  /** Whether it is on a site. */
  private boolean place(int accelerators, int minutes, int minute) {
    Candidate choice = choice(market, accelerators, minutes);
    if (!choice.feed().equals(SITES)) {
      sum.paid += cost(choice, minutes);
      return false;
    }
    int site = Integer.parseInt(choice.offer().provider().value().substring("site-".length()));
    double hourly = choice.pricePerHour().perHour().amount().doubleValue();
    int taken = (int) choice.offer().accelerators().orElseThrow().count();
    leases.add(new Lease(site, taken, hourly, minute, minute + minutes));
    used[site] += taken;
    sum.starts++;
    offer(minute);
    return true;
  }

  /**
   * The machine's time alone: what clouds bill for starting, and at least, is not held against
   * them.
   */
  private static double cost(Candidate choice, int minutes) {
    return choice.pricePerHour().perHour().amount().doubleValue() * minutes / 60;
  }

  private void count(int minute) {
    for (int site = 0; site < used.length; site++) {
      sum.sold += Math.min(used[site], traces.idle()[site][minute]) / 60.0;
    }
  }

  private Candidate choice(Market of, int accelerators, int minutes) {
    Workload workload =
        workloads.computeIfAbsent(
            accelerators + ":" + minutes, any -> workload(accelerators, minutes));
    return Matcher.match(workload, of, conditions, Scope.LEASABLE).choice().orElseThrow();
  }

  private Workload workload(int accelerators, int minutes) {
    Map<String, Object> tree =
        Map.of(
            "resources",
            Map.of("accelerators", model.name() + ":" + accelerators, "capacity", "any"),
            "limits",
            Map.of("max_duration", minutes + "m"));
    return WorkloadReader.read(tree).workload().orElseThrow();
  }

  /** What sites have left, at this minute. */
  private void offer(int minute) {
    Instant now = BEGIN.plus(Duration.ofMinutes(minute));
    List<Offer> offers = new ArrayList<>();
    for (int site = 0; site < used.length; site++) {
      int free = traces.idle()[site][minute] - used[site];
      for (int share : SHARES) {
        if (free >= share) {
          offers.add(offer(site, share, free / share, now));
        }
      }
    }
    market = clouds.with(SITES, offers);
  }

  private Offer offer(int site, int share, int count, Instant now) {
    return new Offer(
        new OfferId("site-%d-%d".formatted(site, share)),
        Region.of(seller(site).value(), "hall"),
        Optional.empty(),
        type(model, share),
        CapacityType.SPOT,
        new HourlyRate(Money.nano(Math.round(asks[site] * share * 1e9), USD)),
        Availability.count(count, now, Duration.ofMinutes(5)),
        now,
        new Source("ask", Optional.empty(), Source.Term.DECLARED, Optional.of(now)),
        Offer.Listing.OPEN);
  }

  private static InstanceType type(AcceleratorModel model, int share) {
    return new InstanceType(
        "v100-" + share,
        Optional.of(AcceleratorSet.of(model, share)),
        8 * share,
        Memory.ofGibibytes(32.0 * share),
        Architecture.X86_64,
        Interconnect.UNKNOWN);
  }

  private static ProviderId seller(int site) {
    return ProviderId.of("site-" + site);
  }

  /** Those of the optional file that have such accelerators; else one at a dollar and a half. */
  private static Market clouds(Report report, AcceleratorModel model) throws IOException {
    Optional<Path> file = CatalogFile.find();
    List<Offer> offers = new ArrayList<>();
    if (file.isPresent()) {
      CatalogFile.read(file.get()).stream()
          .filter(
              offer -> offer.accelerators().filter(set -> set.model().equals(model)).isPresent())
          .forEach(offers::add);
    }
    report.say(
        offers.isEmpty() ? "no price file: one made-up cloud" : offers.size() + " cloud offers");
    for (int share : offers.isEmpty() ? SHARES : new int[0]) {
      offers.add(madeUp(model, share));
    }
    return Market.empty().with(CLOUDS, offers);
  }

  private static Offer madeUp(AcceleratorModel model, int share) {
    return new Offer(
        new OfferId("made-up-" + share),
        Region.of("cloud", "somewhere"),
        Optional.empty(),
        type(model, share),
        CapacityType.ON_DEMAND,
        new HourlyRate(Money.nano(1_500_000_000L * share, USD)),
        Availability.unknown(BEGIN),
        BEGIN,
        new Source("made up", Optional.empty(), Source.Term.LIST, Optional.of(BEGIN)),
        Offer.Listing.OPEN);
  }

  private static double perAccelerator(Market clouds) {
    return clouds.stream()
        .filter(offer -> offer.capacityType() == CapacityType.ON_DEMAND)
        .mapToDouble(
            offer ->
                offer.price().perHour().amount().doubleValue()
                    / offer.accelerators().orElseThrow().count())
        .min()
        .orElseThrow();
  }
}
