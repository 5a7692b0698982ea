package io.tradewind.adapters.aws;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.CapacityBlockOffering;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;
import software.amazon.awssdk.services.ec2.model.LocationType;
import software.amazon.awssdk.services.ec2.model.SpotPrice;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.pricing.model.FilterType;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;

/** The calls about one region, every page of each, with failures named by the next move. */
final class AwsRegion implements AutoCloseable {
  // No list of these has a hundredth of it; a server that never ends would.
  private static final int MOST_PAGES = 500;
  private static final int PAGE_OF_TYPES = 100;
  private static final int PAGE_OF_OFFERINGS = 1000;

  private final String region;
  private final AwsFaults faults;
  private final Ec2Client ec2;
  private final PricingClient pricing;
  private final ServiceQuotasClient quotas;

  AwsRegion(
      String region,
      AwsFaults faults,
      Ec2Client ec2,
      PricingClient pricing,
      ServiceQuotasClient quotas) {
    this.region = region;
    this.faults = faults;
    this.ec2 = ec2;
    this.pricing = pricing;
    this.quotas = quotas;
  }

  String name() {
    return region;
  }

  List<InstanceTypeInfo> types(Families families) throws ProviderException {
    return pages(
        "DescribeInstanceTypes",
        () ->
            ec2.describeInstanceTypesPaginator(
                it -> it.filters(typesOf(families)).maxResults(PAGE_OF_TYPES)),
        page -> page.instanceTypes());
  }

  /** Which types are on sale in which zone, by zone id: zone names differ between accounts. */
  List<InstanceTypeOffering> offerings(Families families) throws ProviderException {
    return pages(
        "DescribeInstanceTypeOfferings",
        () ->
            ec2.describeInstanceTypeOfferingsPaginator(
                it ->
                    it.locationType(LocationType.AVAILABILITY_ZONE_ID)
                        .filters(typesOf(families))
                        .maxResults(PAGE_OF_OFFERINGS)),
        page -> page.instanceTypeOfferings());
  }

  /** The account's zone names, and the zone ids that are the same for everybody. */
  Map<String, String> zoneIds() throws ProviderException {
    List<AvailabilityZone> zones =
        call(
            "DescribeAvailabilityZones", () -> ec2.describeAvailabilityZones().availabilityZones());
    Map<String, String> ids = new HashMap<>();
    for (AvailabilityZone zone : zones) {
      if (zone.zoneName() != null && zone.zoneId() != null) {
        ids.put(zone.zoneName(), zone.zoneId());
      }
    }
    return ids;
  }

  /** The prices that hold at a time: with the time as start, one row a type and zone. */
  List<SpotPrice> spotPrices(Families families, Instant at) throws ProviderException {
    return pages(
        "DescribeSpotPriceHistory",
        () ->
            ec2.describeSpotPriceHistoryPaginator(
                it ->
                    it.startTime(at)
                        .productDescriptions("Linux/UNIX", "Linux/UNIX (Amazon VPC)")
                        .filters(typesOf(families))
                        .maxResults(PAGE_OF_OFFERINGS)),
        page -> page.spotPriceHistory());
  }

  List<CapacityBlockOffering> blocks(String type, int hours) throws ProviderException {
    return pages(
        "DescribeCapacityBlockOfferings of " + type,
        () ->
            ec2.describeCapacityBlockOfferingsPaginator(
                it -> it.instanceType(type).instanceCount(1).capacityDurationHours(hours)),
        page -> page.capacityBlockOfferings());
  }

  /**
   * Hands over the price list's products, each a JSON text: Linux on shared hardware, nothing
   * pre-installed. A region's are some twenty megabytes, of which one page is held at a time.
   */
  void products(Consumer<String> reader) throws ProviderException {
    each(
        "GetProducts",
        () -> pricing.getProductsPaginator(it -> it.serviceCode("AmazonEC2").filters(filters())),
        page -> page.priceList(),
        reader);
  }

  List<ServiceQuota> quotas() throws ProviderException {
    return pages(
        "ListServiceQuotas",
        () -> quotas.listServiceQuotasPaginator(it -> it.serviceCode("ec2")),
        page -> page.quotas());
  }

  @Override
  public void close() {
    ec2.close();
    pricing.close();
    quotas.close();
  }

  private Collection<software.amazon.awssdk.services.pricing.model.Filter> filters() {
    return Stream.concat(
            Stream.of(Map.entry("regionCode", region)), PriceListProduct.WANTED.entrySet().stream())
        .map(
            it ->
                software.amazon.awssdk.services.pricing.model.Filter.builder()
                    .type(FilterType.TERM_MATCH)
                    .field(it.getKey())
                    .value(it.getValue())
                    .build())
        .toList();
  }

  private static Filter typesOf(Families families) {
    return Filter.builder().name("instance-type").values(families.patterns()).build();
  }

  private <P, T> List<T> pages(
      String what, Supplier<? extends Iterable<P>> paginator, Function<P, List<T>> items)
      throws ProviderException {
    List<T> all = new ArrayList<>();
    each(what, paginator, items, all::add);
    return all;
  }

  private <P, T> void each(
      String what,
      Supplier<? extends Iterable<P>> paginator,
      Function<P, List<T>> items,
      Consumer<T> reader)
      throws ProviderException {
    int count = 0;
    try {
      for (P page : paginator.get()) {
        if (++count > MOST_PAGES) {
          throw new ProviderException(
              faults.provider(),
              Fault.UNEXPECTED,
              "%s in %s has more than %d pages".formatted(what, region, MOST_PAGES));
        }
        items.apply(page).forEach(reader);
      }
    } catch (SdkException e) {
      throw faults.of("%s in %s".formatted(what, region), e);
    }
  }

  private <T> T call(String what, Supplier<T> call) throws ProviderException {
    try {
      return call.get();
    } catch (SdkException e) {
      throw faults.of("%s in %s".formatted(what, region), e);
    }
  }
}
