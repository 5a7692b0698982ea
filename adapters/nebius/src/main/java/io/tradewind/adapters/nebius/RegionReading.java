package io.tradewind.adapters.nebius;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.rest.AcceleratorNames;
import io.tradewind.rest.Listed;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RememberedFor.Dated;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One reading of one region: each preset of each platform with accelerators, and its prices. */
record RegionReading(String region, PriceList prices, Stock stock, OfferBook book) {
  private static final Source SOURCE =
      new Source(
          "Nebius",
          Optional.of(URI.create("https://nebius.com/prices")),
          Source.Term.LIVE,
          Optional.empty());

  /** {@code gpu-h100-sxm}, {@code gpu-l40s-a}: the letter at the end is the processor's. */
  private static final Pattern PLATFORM = Pattern.compile("gpu-([a-z0-9]+)(-[a-z]{2,})?(-[a-z])?");

  /** Cards that Nebius calls by a name which is another card's elsewhere. */
  private static final Map<String, String> OTHER_NAMES = Map.of("rtx6000", "RTXPRO6000");

  OfferFeed of(Iterable<Wire> platforms) throws ProviderException {
    for (Wire platform : platforms) {
      try {
        readPlatform(platform);
      } catch (InvalidProtocolBufferException e) {
        throw Calls.unreadable(Method.LIST_PLATFORMS, e);
      }
    }
    return book.close();
  }

  private void readPlatform(Wire platform)
      throws ProviderException, InvalidProtocolBufferException {
    String name = platform.message(1).text(3).orElse("");
    boolean mayBeSpot = platform.message(3).flag(3);
    for (Wire preset : platform.message(2).messages(1)) {
      if (preset.message(2).number(4) == 0) {
        continue;
      }
      readPreset(name, platform, preset, false);
      if (mayBeSpot) {
        readPreset(name, platform, preset, true);
      }
    }
  }

  private void readPreset(String platform, Wire told, Wire preset, boolean isSpot)
      throws ProviderException, InvalidProtocolBufferException {
    String name = preset.text(1).orElse("");
    Wire resources = preset.message(2);
    Wire spec = told.message(2);
    Priced priced = price(platform, name, isSpot);
    CapacityType capacity = isSpot ? CapacityType.SPOT : CapacityType.ON_DEMAND;
    book.row(
        "%s %s %s %s".formatted(region, platform, name, capacity.wireName()),
        () ->
            book.add(
                listed(
                    new Stock.Pool(region, platform, name, isSpot),
                    type(platform, spec, preset, resources),
                    capacity,
                    priced)));
  }

  private Listed listed(Stock.Pool pool, InstanceType type, CapacityType capacity, Priced priced)
      throws RefusedRow {
    if (priced.failure().isPresent()) {
      throw new RefusedRow(Reason.PRICE_MISSING, priced.failure().get());
    }
    Listed listed =
        new Listed(
            new Region(NebiusProvider.ID, region),
            Optional.empty(),
            type,
            capacity,
            Prices.usd(priced.price().value()),
            stock.of(pool, book.observedAt()),
            SOURCE);
    return listed.pricedAt(priced.price().at());
  }

  private static InstanceType type(String platform, Wire spec, Wire preset, Wire resources)
      throws RefusedRow {
    AcceleratorSet devices =
        devices(platform, resources.number(4), Math.max(spec.number(12), spec.number(11)));
    return new InstanceType(
        platform + "_" + preset.text(1).orElseThrow(() -> absent("name")),
        Optional.of(devices),
        resources.number(1),
        Memory.ofGibibytes(resources.number(3)),
        AcceleratorNames.host(devices),
        preset.flag(3) ? Interconnect.RDMA : Interconnect.UNKNOWN);
  }

  private static AcceleratorSet devices(String platform, long count, long gigabytesEach)
      throws RefusedRow {
    Matcher parts = PLATFORM.matcher(platform);
    if (!parts.matches()) {
      return AcceleratorNames.devices(count, platform);
    }
    if (gigabytesEach == 0) {
      throw absent("gpu_memory_gigabytes");
    }
    String card = OTHER_NAMES.getOrDefault(parts.group(1), parts.group(1));
    String form = Optional.ofNullable(parts.group(2)).orElse("").replace('-', ' ');
    return AcceleratorNames.devices(count, gigabytesEach, card + form, card);
  }

  /** A preset that is not priced leaves the others; any other failure is about the region. */
  private Priced price(String platform, String preset, boolean isSpot) throws ProviderException {
    try {
      return new Priced(prices.anHour(region, platform, preset, isSpot), Optional.empty());
    } catch (ProviderException e) {
      if (e.fault() != Fault.UNEXPECTED) {
        throw e;
      }
      return new Priced(
          new Dated<>(Optional.empty(), book.observedAt()),
          Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private static RefusedRow absent(String field) {
    return RefusedRow.malformed("the preset has no %s".formatted(field));
  }

  /** A price with its time, or why there is none. */
  private record Priced(Dated<Optional<BigDecimal>> price, Optional<String> failure) {}
}
