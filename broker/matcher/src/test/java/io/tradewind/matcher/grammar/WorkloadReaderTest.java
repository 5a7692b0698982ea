package io.tradewind.matcher.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.matcher.workload.AcceleratorDemand;
import io.tradewind.matcher.workload.Area;
import io.tradewind.matcher.workload.CostKind;
import io.tradewind.matcher.workload.DataSource;
import io.tradewind.matcher.workload.Domain;
import io.tradewind.matcher.workload.Mix;
import io.tradewind.matcher.workload.Objective;
import io.tradewind.matcher.workload.PlacementWishes;
import io.tradewind.matcher.workload.Range;
import io.tradewind.matcher.workload.Resources;
import io.tradewind.matcher.workload.Retry;
import io.tradewind.matcher.workload.Scaling;
import io.tradewind.matcher.workload.Service;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.DataSize;
import io.tradewind.pricing.GramsCo2e;
import io.tradewind.pricing.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WorkloadReaderTest {

  @Test
  void nothingAtAllIsATaskOnAnyMachineOnDemand() {
    assertThat(read(Map.of())).isEqualTo(Workload.task(Resources.anything()));
  }

  @Test
  void everyPartOfTheGrammarIsRead() {
    Workload workload =
        read(
            Map.ofEntries(
                Map.entry("kind", "service"),
                Map.entry("name", "finetune"),
                Map.entry(
                    "resources",
                    Map.of(
                        "accelerators",
                        "H100:8",
                        "cpus",
                        "32+",
                        "memory",
                        "256+",
                        "disk",
                        "500GB",
                        "capacity",
                        "any",
                        "interconnect",
                        "preferred")),
                Map.entry("nodes", 2),
                Map.entry("image", "ghcr.io/org/train:1"),
                Map.entry("images", List.of(Map.of("ecosystem", "rocm", "ref", "train:1-rocm"))),
                Map.entry("setup", "pip install -r requirements.txt"),
                Map.entry("run", "torchrun train.py"),
                Map.entry("env", Map.of("A", 1)),
                Map.entry(
                    "data",
                    List.of(
                        Map.of(
                            "uri",
                            "s3://bucket/x",
                            "size",
                            "400GB",
                            "region",
                            "aws/eu-west-1",
                            "access",
                            "read"))),
                Map.entry(
                    "placement",
                    Map.of(
                        "regions",
                        Map.of("allow", List.of("EU", "US"), "deny", List.of("FR")),
                        "providers",
                        Map.of("allow", List.of("aws"), "deny", List.of()),
                        "residency",
                        "eu",
                        "users",
                        List.of(Map.of("country", "de", "weight", 2)),
                        "max_rtt_ms",
                        60,
                        "shift",
                        false,
                        "objective",
                        "greenest",
                        "within_price_pct",
                        7.5,
                        "cost",
                        "list",
                        "certifications",
                        List.of("ISO27001"))),
                Map.entry(
                    "limits",
                    Map.of(
                        "max_price_hour", "30 USD",
                        "max_cost", "400 USD",
                        "max_carbon", "40kg",
                        "max_duration", "24h",
                        "deadline", "2027-01-01T08:00Z")),
                Map.entry("retry", Map.of("on", List.of("no_capacity", "error"), "for", "4h")),
                Map.entry(
                    "service",
                    Map.of(
                        "port",
                        8000,
                        "readiness",
                        "/health",
                        "replicas",
                        Map.of("min", 1, "max", 4)))));

    Resources wanted = workload.alternatives().get(0);
    assertThat(workload.kind()).isEqualTo(Workload.Kind.SERVICE);
    assertThat(workload.nodes()).isEqualTo(2);
    assertThat(wanted.accelerators().orElseThrow().description()).isEqualTo("H100:8");
    assertThat(wanted.vcpus()).isEqualTo(Range.atLeast(32));
    assertThat(wanted.memoryMebibytes()).isEqualTo(Range.atLeast(256 * 1024));
    assertThat(wanted.disk()).isEqualTo(DataSize.gigabytes(500));
    assertThat(wanted.capacity()).containsExactly(CapacityType.values());
    assertThat(workload.env()).containsEntry("A", "1");
    assertThat(workload.data())
        .containsExactly(
            new DataSource(
                "s3://bucket/x",
                DataSize.gigabytes(400),
                Optional.of(Region.of("aws", "eu-west-1")),
                DataSource.Access.READ));
    PlacementWishes wishes = workload.placement();
    assertThat(wishes.regionsAllowed())
        .containsExactly(new Area.Bloc("EU"), new Area.Country("US"));
    assertThat(wishes.regionsDenied()).containsExactly(new Area.Country("FR"));
    assertThat(wishes.providersAllowed()).containsExactly(ProviderId.of("aws"));
    assertThat(wishes.residency()).contains(new Area.Bloc("EU"));
    assertThat(wishes.users()).containsExactly(new PlacementWishes.Users("DE", 2));
    assertThat(wishes.maxRoundTripMilliseconds()).isEqualTo(OptionalDouble.of(60));
    assertThat(wishes.objective()).contains(Objective.GREENEST);
    assertThat(wishes.withinPricePercent()).isEqualTo(7.5);
    assertThat(wishes.cost()).isEqualTo(CostKind.LIST);
    assertThat(wishes.certifications()).containsExactly("iso27001");
    assertThat(workload.limits().maxPricePerHour()).contains(Money.usd("30"));
    assertThat(workload.limits().maxCost()).contains(Money.usd("400"));
    assertThat(workload.limits().maxCarbon()).contains(new GramsCo2e(40_000));
    assertThat(workload.limits().maxDuration()).contains(Duration.ofHours(24));
    assertThat(workload.limits().deadline()).contains(Instant.parse("2027-01-01T08:00:00Z"));
    assertThat(workload.retry().orElseThrow().on())
        .containsExactly(Retry.Cause.NO_CAPACITY, Retry.Cause.ERROR);
    assertThat(workload.service()).contains(new Service(8000, Optional.of("/health"), 1, 4));
  }

  @Test
  void aServiceFollowsItsLoadAndIsMixedAndSpread() {
    Workload workload =
        read(
            Map.of(
                "kind",
                "service",
                "resources",
                Map.of("capacity", "any"),
                "service",
                Map.of(
                    "port",
                    8000,
                    "scaling",
                    Map.of("metric", "rps", "target", 10, "scale_up_delay", "30s"),
                    "mix",
                    Map.of("on_demand", 2, "spot_percent", 80),
                    "spread",
                    "zone")));

    Service service = workload.service().orElseThrow();

    assertThat(service.scaling())
        .contains(
            new Scaling(Scaling.Metric.RATE, 10, Duration.ofSeconds(30), Duration.ofMinutes(5)));
    assertThat(service.mix()).contains(new Mix(2, 80));
    assertThat(service.spread()).contains(Domain.ZONE);
    assertThat(workload.alternatives().get(0).capacity())
        .as("the dearer part is what is shown")
        .containsExactly(CapacityType.ON_DEMAND);
  }

  @Test
  void acceleratorsComeAsTextMapOrList() {
    assertThat(accelerators("H100")).isEqualTo("H100:1");
    assertThat(accelerators("H100:8+")).isEqualTo("H100:8+");
    assertThat(accelerators("h100:1..8")).isEqualTo("H100:1..8");
    assertThat(accelerators(List.of("H100:8", "A100-80GB:8"))).isEqualTo("H100:8 or A100-80GB:8");
    assertThat(accelerators(Map.of("L4", 4))).isEqualTo("L4:4");
    assertThat(accelerators("A10:0.167")).isEqualTo("A10:0.167");
  }

  @Test
  void anAliasIsReadAsItsModel() {
    assertThat(accelerators("nvidia-GB300")).isEqualTo("GB300:1");
  }

  @Test
  void aSliceIsExactlyItself() {
    AcceleratorDemand.Named demand =
        (AcceleratorDemand.Named)
            read(resources("accelerators", "tpu-v5litepod-8"))
                .alternatives()
                .get(0)
                .accelerators()
                .orElseThrow();

    assertThat(demand.items().get(0).model().name()).isEqualTo("TPU-v5e");
    assertThat(demand.items().get(0).count()).isEqualTo(Range.exactly(8));
    assertThat(demand.items().get(0).slice()).contains("tpu-v5litepod-8");
  }

  @Test
  void aGpuIsAskedForByCapability() {
    AcceleratorDemand.Capable demand =
        (AcceleratorDemand.Capable)
            read(resources("gpu", Map.of("memory", "80GB..", "count", "1..8", "vendor", "nvidia")))
                .alternatives()
                .get(0)
                .accelerators()
                .orElseThrow();

    assertThat(demand.count()).isEqualTo(new Range(1, 8));
    assertThat(demand.models())
        .isNotEmpty()
        .allMatch(model -> model.vendor().equals("nvidia"))
        .allMatch(model -> model.memory().gibibytes() >= 80);
  }

  @Test
  void alternativesInheritWhatIsShared() {
    Workload workload =
        read(
            Map.of(
                "resources",
                Map.of(
                    "cpus",
                    "16+",
                    "ordered",
                    List.of(
                        Map.of("accelerators", "H100:8"),
                        Map.of("accelerators", "L4:1", "cpus", "4", "use_spot", true)))));

    assertThat(workload.ordered()).isTrue();
    assertThat(workload.alternatives().get(0).vcpus()).isEqualTo(Range.atLeast(16));
    assertThat(workload.alternatives().get(1).vcpus()).isEqualTo(Range.exactly(4));
    assertThat(workload.alternatives().get(1).capacity()).containsExactly(CapacityType.SPOT);
  }

  @Test
  void amountsOfMemoryMayCarryUnits() {
    assertThat(memory("256GB+")).isEqualTo(Range.atLeast(256 * 1024));
    assertThat(memory("0.5TB..1TB")).isEqualTo(new Range(512 * 1024, 1024 * 1024));
    assertThat(memory(64)).isEqualTo(Range.exactly(64 * 1024));
    assertThat(memory("..32")).isEqualTo(new Range(0, 32 * 1024));
  }

  @Test
  void durationsAddUp() {
    assertThat(duration("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(duration("2d")).isEqualTo(Duration.ofDays(2));
    assertThat(duration("PT45S")).isEqualTo(Duration.ofSeconds(45));
  }

  @Test
  void aContinentAndARegionOfAnySellerArePlaces() {
    PlacementWishes wishes =
        read(Map.of("placement", Map.of("regions", List.of("North America", "us-east-1"))))
            .placement();

    assertThat(wishes.regionsAllowed())
        .containsExactly(new Area.Continent("north_america"), new Area.RegionName("us-east-1"));
  }

  @Test
  void aProviderThatNobodyKnowsIsAcceptedWithANote() {
    Vocabulary vocabulary =
        Vocabulary.bundled().withProviders(java.util.Set.of(ProviderId.of("aws")));

    Reading reading =
        WorkloadReader.read(Map.of("placement", Map.of("providers", List.of("aaws"))), vocabulary);

    assertThat(reading.workload()).isPresent();
    assertThat(reading.notes())
        .containsExactly("No provider named aaws is known here; did you mean aws?");
  }

  @Test
  void theSpellingsOfAnotherToolAreRead() {
    Workload workload =
        read(
            Map.of(
                "num_nodes", 3, "envs", Map.of("K", "v"), "resources", Map.of("disk_size", 256)));

    assertThat(workload.nodes()).isEqualTo(3);
    assertThat(workload.env()).containsEntry("K", "v");
    assertThat(workload.alternatives().get(0).disk()).isEqualTo(DataSize.gigabytes(256));
  }

  @Test
  void aTextWithANulIsAProblemWhereverItStands() {
    Reading reading =
        WorkloadReader.read(
            Map.of("run", "echo a\0b", "image", "x\0y", "env", Map.of("K", "v\0", "OK", "v")));

    assertThat(reading.workload()).isEmpty();
    assertThat(reading.problems())
        .extracting(Problem::field)
        .containsExactlyInAnyOrder("run", "image", "env.K");
  }

  private static Workload read(Map<String, ?> tree) {
    Reading reading = WorkloadReader.read(tree);
    assertThat(reading.problems()).isEmpty();
    return reading.workload().orElseThrow();
  }

  private static Map<String, ?> resources(String key, Object value) {
    return Map.of("resources", Map.of(key, value));
  }

  private static String accelerators(Object value) {
    return read(resources("accelerators", value))
        .alternatives()
        .get(0)
        .accelerators()
        .orElseThrow()
        .description();
  }

  private static Range memory(Object value) {
    return read(resources("memory", value)).alternatives().get(0).memoryMebibytes();
  }

  private static Duration duration(String text) {
    return read(Map.of("limits", Map.of("max_duration", text)))
        .limits()
        .maxDuration()
        .orElseThrow();
  }

  @Test
  void usersAreInCountriesAndInCities() {
    Reading reading =
        WorkloadReader.read(
            Map.of(
                "placement",
                Map.of(
                    "users",
                    List.of(
                        "DE",
                        "são paulo",
                        Map.of("city", "San Jose, US", "weight", 3),
                        Map.of("city", "San Jose", "country", "CR")))));

    assertThat(reading.problems()).isEmpty();
    assertThat(reading.workload().orElseThrow().placement().users())
        .extracting(it -> it.city().map(Object::toString).orElse(it.country()), it -> it.weight())
        .containsExactly(
            tuple("DE", 1.0),
            tuple("São Paulo, BR", 1.0),
            tuple("San Jose, US", 3.0),
            tuple("San José, CR", 1.0));
  }
}
