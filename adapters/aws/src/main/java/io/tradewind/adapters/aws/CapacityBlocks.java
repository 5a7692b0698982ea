package io.tradewind.adapters.aws;

import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.ProviderException;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.rest.Listed;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import software.amazon.awssdk.services.ec2.model.CapacityBlockOffering;

/**
 * Machines for a fixed time from a set start on, paid in advance. They are listed as reserved, at
 * the fee divided by machines and hours; one a type and zone: the cheapest, and of those the first
 * to start.
 */
record CapacityBlocks(AwsRegion api, Region region, ZoneIds zones, int hours, OfferBook book) {
  private static final URI PAGE = URI.create("https://aws.amazon.com/ec2/capacityblocks/pricing/");
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(15);
  private static final int DECIMALS = 9;
  private static final Comparator<Block> ORDER =
      Comparator.comparing(Block::price).thenComparing(Block::start);

  void add(InstanceType type) throws ProviderException {
    List<Block> blocks = new ArrayList<>();
    for (CapacityBlockOffering offering : api.blocks(type.name(), hours)) {
      book.row(label(type, offering.capacityBlockOfferingId()), () -> blocks.add(block(offering)));
    }
    Map<String, Block> best = new LinkedHashMap<>();
    for (Block block : blocks) {
      best.merge(block.zone(), block, (a, b) -> ORDER.compare(a, b) <= 0 ? a : b);
    }
    best.values()
        .forEach(
            block -> book.attempt(label(type, block.id()), () -> book.add(listed(type, block))));
  }

  private Block block(CapacityBlockOffering offering) throws RefusedRow {
    int machines = Optional.ofNullable(offering.instanceCount()).orElse(0);
    int length = Optional.ofNullable(offering.capacityBlockDurationHours()).orElse(0);
    Instant start = offering.startDate();
    if (machines <= 0 || length <= 0 || start == null) {
      throw RefusedRow.malformed(
          "the block has %d machines for %d hours from %s".formatted(machines, length, start));
    }
    if (offering.currencyCode() != null && !offering.currencyCode().equals("USD")) {
      throw new RefusedRow(
          Reason.PRICE_MISSING,
          "the fee is in %s; expected USD".formatted(offering.currencyCode()));
    }
    BigDecimal hourly =
        PriceListProduct.decimal(String.valueOf(offering.upfrontFee()))
            .divide(BigDecimal.valueOf((long) machines * length), DECIMALS, RoundingMode.HALF_EVEN);
    return new Block(
        String.valueOf(offering.capacityBlockOfferingId()),
        zones.of(null, offering.availabilityZone()),
        Prices.usd(Optional.of(hourly)),
        length,
        start);
  }

  private Listed listed(InstanceType type, Block block) {
    Source source =
        new Source(
            "AWS capacity block of %d h from %s, paid in advance"
                .formatted(block.length(), block.start()),
            Optional.of(PAGE),
            Source.Term.LIVE,
            Optional.empty());
    return new Listed(
        region,
        Optional.of(block.zone()),
        type,
        CapacityType.RESERVED,
        block.price(),
        forSale(),
        source,
        Optional.of("%s_block-%dh".formatted(type.name(), block.length())));
  }

  /** Limited: it can be bought now, but begins at its own time. */
  private Availability forSale() {
    return new Availability(
        Availability.State.LIMITED,
        Availability.Kind.FLAG,
        OptionalDouble.empty(),
        book.observedAt(),
        TIME_TO_LIVE);
  }

  private String label(InstanceType type, String block) {
    return "%s %s block %s".formatted(region.name(), type.name(), block);
  }

  private record Block(String id, String zone, HourlyRate price, int length, Instant start) {}
}
