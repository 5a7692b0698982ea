package io.tradewind.adapters.oracle;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.rest.Listed;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.ShapeTable;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The machines that a product is sold in. One price holds in all commercial regions. */
final class Machines {
  static final ProviderId OCI = ProviderId.of("oci");

  private static final Source SOURCE =
      new Source(
          "Oracle Cloud price list",
          Optional.of(URI.create("https://www.oracle.com/cloud/price-list/")),
          Source.Term.LIVE,
          Optional.empty());

  private final ShapeTable shapes = ShapeTable.beside(Machines.class, "gpu-shapes.csv");
  private final List<Region> regions =
      Regions.bundled().places().keySet().stream()
          .filter(region -> region.provider().equals(OCI))
          .sorted()
          .toList();

  void read(Product product, OfferBook book) {
    book.row(
        product.label(),
        () -> {
          if (product.refusal().isPresent()) {
            throw product.refusal().get();
          }
          List<InstanceType> types = types(product.family());
          HourlyRate each = Prices.usd(product.price());
          for (InstanceType type : types) {
            add(type, each, book);
          }
        });
  }

  private List<InstanceType> types(String family) throws RefusedRow {
    List<InstanceType> types =
        shapes.rows().stream()
            .filter(row -> row.text("product").equals(family))
            .map(ShapeTable.Row::type)
            .toList();
    if (types.isEmpty()) {
      throw new RefusedRow(
          Reason.UNKNOWN_ACCELERATOR,
          "no machine in gpu-shapes.csv is of the product '%s'".formatted(family));
    }
    return types;
  }

  private void add(InstanceType type, HourlyRate each, OfferBook book) throws RefusedRow {
    BigDecimal devices =
        BigDecimal.valueOf(type.accelerators().map(AcceleratorSet::count).orElse(1.0));
    HourlyRate whole = Prices.usd(Optional.of(each.perHour().amount().multiply(devices)));
    for (Region region : regions) {
      book.add(
          new Listed(
              region,
              Optional.empty(),
              type,
              CapacityType.ON_DEMAND,
              whole,
              Availability.unknown(book.observedAt()),
              SOURCE));
    }
  }
}
