package io.tradewind.adapters.aws;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.testkit.TestContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fake cloud with a usual stock, and the provider that asks it. */
final class Cloud {
  static final String SECRET = "secret-7f31-of-the-test";
  static final String TOKEN = "token-09ab-of-the-test";

  /** As patient as usual, but never waiting. */
  static final CallPatience PATIENCE = new CallPatience(3, Duration.ZERO);

  private Cloud() {}

  static Map<String, String> settings(FakeAws aws) {
    return Map.of(
        "endpoint",
        aws.url(),
        "regions",
        "us-east-1",
        "access-key-id",
        "AKIDEXAMPLE",
        "secret-access-key",
        SECRET,
        "session-token",
        TOKEN,
        "time-limit",
        "PT20S");
  }

  /**
   * @param more key and value in turn
   */
  static Provider provider(FakeAws aws, String... more) {
    return provider(context(aws, more));
  }

  static TestContext context(FakeAws aws, String... more) {
    Map<String, String> settings = new HashMap<>(settings(aws));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return TestContext.of(new AwsFactory(PATIENCE), settings);
  }

  static Provider provider(TestContext context) {
    return new AwsFactory(PATIENCE).create(context).get(0);
  }

  /** Seven types in two zones, three pages or more of most lists. */
  static FakeRegion virginia(FakeAws aws) {
    String h100 =
        "<gpuInfo><gpus><item><name>H100</name><manufacturer>NVIDIA</manufacturer><count>8</count><memoryInfo><sizeInMiB>81920</sizeInMiB></memoryInfo></item></gpus></gpuInfo>";
    return aws.region("us-east-1")
        .zone("us-east-1a", "use1-az4")
        .zone("us-east-1b", "use1-az6")
        .type("p5.48xlarge", 192, 2048, h100, "on-demand", "spot", "capacity-block")
        .gpus("g5.xlarge", 4, 16, "A10G", 1, 22888)
        .gpus("g6.xlarge", 4, 16, "L4", 1, 22888)
        .gpus("g6f.xlarge", 4, 16, "L4", 0, 2861)
        .gpus("p4de.24xlarge", 96, 1152, "NVIDIA", 8, 81920)
        .type(
            "trn1.32xlarge",
            128,
            512,
            "<neuronInfo><neuronDevices><item><count>16</count><name>Trainium</name><coreInfo><count>2</count><version>2</version></coreInfo><memoryInfo><sizeInMiB>32768</sizeInMiB></memoryInfo></item></neuronDevices></neuronInfo>",
            "on-demand",
            "spot")
        .type(
            "f2.6xlarge",
            24,
            256,
            "<fpgaInfo><fpgas><item><name>Virtex UltraScale+"
                + " (VU47P)</name><manufacturer>Xilinx</manufacturer><count>1</count><memoryInfo><sizeInMiB>81920</sizeInMiB></memoryInfo></item></fpgas></fpgaInfo>",
            "on-demand",
            "spot")
        .offered("p5.48xlarge", "use1-az4", "use1-az6")
        .offered("g5.xlarge", "use1-az4", "use1-az6")
        .offered("g6.xlarge", "use1-az4")
        .offered("g6f.xlarge", "use1-az4")
        .offered("p4de.24xlarge", "use1-az6")
        .offered("trn1.32xlarge", "use1-az4")
        .offered("f2.6xlarge", "use1-az4")
        .onDemand("p5.48xlarge", "55.0400000000")
        .onDemand("g5.xlarge", "1.0060000000")
        .onDemand("g6.xlarge", "0.8048000000")
        .onDemand("g6f.xlarge", "0.2375000000")
        .onDemand("p4de.24xlarge", "27.4470500000")
        .onDemand("trn1.32xlarge", "21.5000000000")
        .onDemand("f2.6xlarge", "1.9800000000")
        .spot("p5.48xlarge", "us-east-1a", "31.464100", "2026-11-20T11:00:00.000Z")
        .spot("p5.48xlarge", "us-east-1a", "30.000000", "2026-11-20T09:00:00.000Z")
        .spot("g5.xlarge", "us-east-1a", "0.412300", "2026-11-20T10:00:00.000Z")
        .spot("g5.xlarge", "us-east-1b", "0.398700", "2026-11-20T10:00:00.000Z")
        .spot("trn1.32xlarge", "us-east-1a", "8.000000", "2026-11-20T10:00:00.000Z")
        .block("p5.48xlarge", "us-east-1a", 1, 24, "755.5200", "2026-11-21T11:30:00.000Z")
        .block("p5.48xlarge", "us-east-1a", 1, 24, "755.5200", "2026-11-23T11:30:00.000Z")
        .block("p5.48xlarge", "us-east-1a", 1, 24, "900.0000", "2026-11-20T11:30:00.000Z")
        .quota("L-417A185B", 96)
        .quota("L-C4BD4855", 0)
        .quota("L-DB2E81BA", 64)
        .quota("L-3819A6DF", 64)
        .quota("L-2C3B7624", 256);
  }

  /** One small type in one zone. */
  static FakeRegion ireland(FakeAws aws) {
    return aws.region("eu-west-1")
        .zone("eu-west-1a", "euw1-az1")
        .gpus("g5.xlarge", 4, 16, "A10G", 1, 22888)
        .offered("g5.xlarge", "euw1-az1")
        .onDemand("g5.xlarge", "1.1230000000")
        .spot("g5.xlarge", "eu-west-1a", "0.500000", "2026-11-20T10:00:00.000Z");
  }

  static Offer offer(OfferFeed feed, String type, String zone, CapacityType capacity) {
    List<Offer> found =
        feed.offers().stream()
            .filter(it -> it.instanceType().name().equals(type))
            .filter(it -> it.zone().orElse("-").equals(zone))
            .filter(it -> it.capacityType() == capacity)
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(
          "%d offers of %s in %s, %s, among %s"
              .formatted(
                  found.size(),
                  type,
                  zone,
                  capacity,
                  feed.offers().stream().map(Offer::id).toList()));
    }
    return found.get(0);
  }

  static List<String> types(OfferFeed feed) {
    return feed.offers().stream().map(it -> it.instanceType().name()).distinct().toList();
  }
}
