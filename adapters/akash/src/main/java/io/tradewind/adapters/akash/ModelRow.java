package io.tradewind.adapters.akash;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.rest.AcceleratorNames;
import io.tradewind.rest.Json;
import io.tradewind.rest.Listed;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one model means: one accelerator, somewhere in the network. */
record ModelRow(OfferBook book) {
  private static final Source SOURCE =
      new Source(
          "Akash Network: the median of the datacentres' bids",
          Optional.of(URI.create("https://akash.network/pricing/gpus/")),
          Source.Term.LIVE,
          Optional.empty());

  /** The network names no places in this list, so none is claimed. */
  private static final String ANYWHERE = "anywhere";

  private static final Duration STOCK_HOLDS = Duration.ofMinutes(15);
  private static final Pattern GIBIBYTES = Pattern.compile("(\\d{1,4})Gi");

  void read(Json model) throws RefusedRow {
    Json free = model.object("availability");
    book.add(
        new Listed(
            new Region(AkashProvider.ID, ANYWHERE),
            Optional.empty(),
            type(model),
            CapacityType.ON_DEMAND,
            price(model),
            Availability.count(
                free.number("available").longValue(), book.observedAt(), STOCK_HOLDS),
            SOURCE));
  }

  /** The lowest bid is one datacentre's, which may be full; half of them bid the median or less. */
  private static HourlyRate price(Json model) throws RefusedRow {
    Optional<Json> price = model.optionalObject("price");
    if (price.isEmpty()) {
      return Prices.usd(Optional.empty());
    }
    String currency = price.get().optionalText("currency").orElse("USD");
    return Prices.of(price.get().optionalNumber("med"), Prices.currency(currency));
  }

  private static InstanceType type(Json model) throws RefusedRow {
    String card = model.text("model");
    String form = model.optionalText("interface").orElse("");
    AcceleratorSet devices =
        AcceleratorNames.devices(
            1, gibibytes(model.text("ram")), "%s %s".formatted(card, form).strip(), card);
    String name =
        String.join("-", model.text("vendor"), card, model.text("ram"), form)
            .toLowerCase(Locale.ROOT)
            .replaceAll("-$", "");
    return new InstanceType(
        name,
        Optional.of(devices),
        0,
        Memory.NONE,
        AcceleratorNames.host(devices),
        Interconnect.UNKNOWN);
  }

  private static double gibibytes(String ram) throws RefusedRow {
    Matcher size = GIBIBYTES.matcher(ram);
    if (!size.matches()) {
      throw RefusedRow.malformed("ram is %s; expected a size such as 80Gi".formatted(ram));
    }
    return Double.parseDouble(size.group(1));
  }
}
