package io.tradewind.adapters.catalog;

import io.tradewind.adapters.catalog.GoogleHosts.Attached;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.Source;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Google's {@code vms.csv}: a host's price without its accelerators on one row, the accelerators'
 * price on another, and both to be paid. A TPU slice is priced whole, and names no host.
 */
final class SkyPilotGoogleFormat extends SkyPilotFormat {
  private static final String TPU_HOST = "TPU-VM";

  private final List<Listed> hosts = new ArrayList<>();
  private final Map<Part, Listed> parts = new LinkedHashMap<>();
  private final Set<Part> sold = new LinkedHashSet<>();

  SkyPilotGoogleFormat(String seller, Source source) {
    super(seller, source);
  }

  @Override
  public void read(Row row, OfferBook book) throws RefusedRow {
    String type = row.text("InstanceType");
    String accelerator = row.text("AcceleratorName");
    if (!type.isEmpty()) {
      host(listed(row, type), book);
    } else if (accelerator.startsWith("tpu-")) {
      book.add(listed(row, TPU_HOST));
    } else {
      Listed part = listed(row, "(accelerator)");
      parts.putIfAbsent(Part.of(part), part);
    }
  }

  @Override
  public void finish(OfferBook book) {
    for (Listed host : hosts) {
      Optional<Attached> own = GoogleHosts.builtInto(host.instanceType());
      own.ifPresent(accelerators -> sellWith(host, accelerators, true, book));
      GoogleHosts.attachable(host.instanceType())
          .forEach(accelerators -> sellWith(host, accelerators, false, book));
    }
    parts.forEach(
        (part, listed) -> {
          if (!sold.contains(part)) {
            book.refuse(listed.subject(), missing("its host has no price in this zone"));
          }
        });
  }

  /**
   * A host that may be sold alone is an offer at once; one that carries accelerators has to wait.
   */
  private void host(Listed host, OfferBook book) {
    boolean whole = !host.accelerator().isEmpty();
    boolean bare = !whole && GoogleHosts.builtInto(host.instanceType()).isPresent();
    if (!bare) {
      book.add(host);
    }
    if (bare || (!whole && !GoogleHosts.attachable(host.instanceType()).isEmpty())) {
      hosts.add(host);
    }
  }

  private void sellWith(Listed host, Attached accelerators, boolean only, OfferBook book) {
    Part part = new Part(host.place(), accelerators);
    Listed listed = parts.get(part);
    if (listed == null) {
      if (only) {
        book.refuse(
            host.subject(),
            missing("the price of its %s is not listed in this zone".formatted(accelerators)));
      }
      return;
    }
    sold.add(part);
    book.add(together(host, listed, accelerators, book));
  }

  private static Listed together(Listed host, Listed part, Attached accelerators, OfferBook book) {
    List<Listed.Quote> quotes = new ArrayList<>();
    boolean whole = GoogleHosts.isPricedWhole(host.instanceType());
    for (Listed.Quote quote : host.quotes()) {
      try {
        sum(quote, part.quotes(), whole).ifPresent(quotes::add);
      } catch (RefusedRow e) {
        String subject = "%s with %s %s";
        book.refuse(
            subject.formatted(host.subject(), accelerators, quote.capacity().wireName()), e);
      }
    }
    return new Listed(
        host.line(),
        host.place(),
        host.instanceType(),
        accelerators.model(),
        String.valueOf(accelerators.count()),
        host.vcpus(),
        host.memoryGibibytes(),
        host.architecture(),
        quotes,
        host.source());
  }

  /**
   * Empty when only one of the two is sold this way.
   *
   * @param whole the host is in the price of its accelerators, and its own row says zero
   */
  private static Optional<Listed.Quote> sum(
      Listed.Quote host, List<Listed.Quote> parts, boolean whole) throws RefusedRow {
    for (Listed.Quote part : parts) {
      if (part.capacity() == host.capacity()) {
        if (whole && Prices.isZero(host.price())) {
          return Optional.of(part);
        }
        BigDecimal both = Prices.amount(host.price()).add(Prices.amount(part.price()));
        return Optional.of(Listed.Quote.usd(host.capacity(), both.toPlainString()));
      }
    }
    return Optional.empty();
  }

  private static RefusedRow missing(String detail) {
    return new RefusedRow(Reason.PRICE_MISSING, detail);
  }

  /** An accelerator row: so many of a model in a zone. */
  private record Part(Listed.Place place, Attached accelerators) {
    static Part of(Listed listed) throws RefusedRow {
      try {
        int count = new BigDecimal(listed.acceleratorCount()).intValueExact();
        return new Part(listed.place(), new Attached(listed.accelerator(), count));
      } catch (ArithmeticException | NumberFormatException e) {
        throw new RefusedRow(
            Reason.MALFORMED_ROW,
            "'%s' accelerators: expected a whole number".formatted(listed.acceleratorCount()));
      }
    }
  }
}
