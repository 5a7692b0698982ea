package io.tradewind.adapters.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What one region of {@link FakeAws} sells, in the words of the wire. */
final class FakeRegion {
  private final String name;
  private final List<String> zones = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  private final List<String> offerings = new ArrayList<>();
  private final List<String> spotPrices = new ArrayList<>();
  private final List<String> products = new ArrayList<>();
  private final List<String> quotas = new ArrayList<>();
  private final Map<String, List<String>> blocks = new LinkedHashMap<>();

  private final FakeCompute compute;

  FakeRegion(String name) {
    this.name = name;
    compute = new FakeCompute(name);
  }

  /** The machines, and what they need. */
  FakeCompute compute() {
    return compute;
  }

  FakeRegion zone(String zoneName, String zoneId) {
    zones.add(
        "<zoneName>%s</zoneName><zoneId>%s</zoneId><zoneState>available</zoneState><regionName>%s</regionName>"
            .formatted(zoneName, zoneId, name));
    compute.subnet("subnet-" + zoneId, zoneId, "vpc-default", true);
    return this;
  }

  /** A type with GPUs, sold in every way. */
  FakeRegion gpus(String type, int vcpus, int gibibytes, String device, int count, int deviceMib) {
    return type(
        type,
        vcpus,
        gibibytes,
        "<gpuInfo><gpus><item><name>%s</name><manufacturer>NVIDIA</manufacturer><count>%d</count><memoryInfo><sizeInMiB>%d</sizeInMiB></memoryInfo></item></gpus></gpuInfo>"
            .formatted(device, count, deviceMib),
        "on-demand",
        "spot");
  }

  /**
   * @param devices what the reply holds beside the usual: {@code <gpuInfo>…}
   */
  FakeRegion type(String type, int vcpus, int gibibytes, String devices, String... usageClasses) {
    String classes =
        List.of(usageClasses).stream()
            .map(it -> "<item>" + it + "</item>")
            .collect(Collectors.joining());
    types.add(
        "<instanceType>%s</instanceType><bareMetal>false</bareMetal><supportedUsageClasses>%s</supportedUsageClasses><processorInfo><supportedArchitectures><item>x86_64</item></supportedArchitectures></processorInfo><vCpuInfo><defaultVCpus>%d</defaultVCpus></vCpuInfo><memoryInfo><sizeInMiB>%d</sizeInMiB></memoryInfo><networkInfo><efaSupported>%s</efaSupported></networkInfo>%s"
            .formatted(type, classes, vcpus, gibibytes * 1024, vcpus > 90, devices));
    return this;
  }

  FakeRegion offered(String type, String... zoneIds) {
    for (String zone : zoneIds) {
      offerings.add(
          "<instanceType>%s</instanceType><locationType>availability-zone-id</locationType><location>%s</location>"
              .formatted(type, zone));
    }
    return this;
  }

  FakeRegion spot(String type, String zoneName, String price, String at) {
    spotPrices.add(
        "<instanceType>%s</instanceType><productDescription>Linux/UNIX</productDescription><spotPrice>%s</spotPrice><timestamp>%s</timestamp><availabilityZone>%s</availabilityZone>"
            .formatted(type, price, at, zoneName));
    return this;
  }

  FakeRegion onDemand(String type, String usd) {
    return product(type, "OnDemand", "Used", terms("OnDemand", "USD", usd, "Hrs"));
  }

  /** A product beside the plain one: a capacity block, a licence, a reservation. */
  FakeRegion product(String type, String marketOption, String capacityStatus, String terms) {
    products.add(
        "{\"product\":{\"productFamily\":\"Compute Instance\",\"attributes\":{\"instanceType\":\"%s\",\"regionCode\":\"%s\",\"operatingSystem\":\"Linux\",\"preInstalledSw\":\"NA\",\"tenancy\":\"Shared\",\"capacitystatus\":\"%s\",\"marketoption\":\"%s\"},\"sku\":\"SKU%d\"},\"serviceCode\":\"AmazonEC2\",\"terms\":{%s},\"version\":\"20261119000000\"}"
            .formatted(type, name, capacityStatus, marketOption, products.size(), terms));
    return this;
  }

  FakeRegion rawProduct(String json) {
    products.add(json);
    return this;
  }

  static String terms(String term, String currency, String price, String unit) {
    return "\"%s\":{\"S.T\":{\"effectiveDate\":\"2026-11-01T00:00:00Z\",\"priceDimensions\":{\"S.T.D\":{\"unit\":\"%s\",\"beginRange\":\"0\",\"endRange\":\"Inf\",\"pricePerUnit\":{\"%s\":\"%s\"}}},\"termAttributes\":{}}}"
        .formatted(term, unit, currency, price);
  }

  FakeRegion block(
      String type, String zoneName, int machines, int hours, String fee, String start) {
    List<String> ofType = blocks.computeIfAbsent(type, it -> new ArrayList<>());
    ofType.add(
        "<capacityBlockOfferingId>cb-%d</capacityBlockOfferingId><instanceType>%s</instanceType><availabilityZone>%s</availabilityZone><instanceCount>%d</instanceCount><startDate>%s</startDate><capacityBlockDurationHours>%d</capacityBlockDurationHours><upfrontFee>%s</upfrontFee><currencyCode>USD</currencyCode><tenancy>default</tenancy>"
            .formatted(ofType.size(), type, zoneName, machines, start, hours, fee));
    return this;
  }

  FakeRegion quota(String code, double vcpus) {
    quotas.add(
        "{\"ServiceCode\":\"ec2\",\"QuotaCode\":\"%s\",\"QuotaName\":\"q\",\"Value\":%s,\"Unit\":\"None\",\"Adjustable\":true,\"GlobalQuota\":false}"
            .formatted(code, vcpus));
    return this;
  }

  /** Repeats what was told last of each list, as a page boundary may do. */
  FakeRegion repeated() {
    for (List<String> list : List.of(types, offerings, spotPrices, products)) {
      list.add(list.get(list.size() - 1));
    }
    return this;
  }

  List<String> zones() {
    return List.copyOf(zones);
  }

  List<String> types() {
    return List.copyOf(types);
  }

  List<String> offerings() {
    return List.copyOf(offerings);
  }

  List<String> spotPrices() {
    return List.copyOf(spotPrices);
  }

  List<String> products() {
    return List.copyOf(products);
  }

  List<String> quotas() {
    return List.copyOf(quotas);
  }

  List<String> blocks(String type) {
    return List.copyOf(blocks.getOrDefault(type, List.of()));
  }
}
