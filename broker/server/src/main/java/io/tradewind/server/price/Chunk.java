package io.tradewind.server.price;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Offers turned on their side: one array for each column, as one statement takes them. Where an
 * offer is told several times, a price that equals the one before it is left out.
 */
final class Chunk {
  private final String[] offer;
  private final String[] provider;
  private final String[] region;
  private final String[] zone;
  private final String[] instanceType;
  private final String[] accelerator;
  private final Double[] acceleratorCount;
  private final String[] capacityType;
  private final BigDecimal[] price;
  private final String[] currency;
  private final OffsetDateTime[] observedAt;
  private final String[] source;
  private final Boolean[] first;
  private final Boolean[] last;

  private Chunk(int size) {
    offer = new String[size];
    provider = new String[size];
    region = new String[size];
    zone = new String[size];
    instanceType = new String[size];
    accelerator = new String[size];
    acceleratorCount = new Double[size];
    capacityType = new String[size];
    price = new BigDecimal[size];
    currency = new String[size];
    observedAt = new OffsetDateTime[size];
    source = new String[size];
    first = new Boolean[size];
    last = new Boolean[size];
  }

  static Tuple of(ProviderId feed, List<Offer> offers) {
    Map<OfferId, Integer> before = new HashMap<>(offers.size() * 2);
    List<Offer> changes = new ArrayList<>(offers.size());
    Chunk chunk = new Chunk(offers.size());
    for (Offer offer : offers) {
      Integer known = before.get(offer.id());
      if (known == null || !changes.get(known).price().equals(offer.price())) {
        chunk.follow(changes.size(), known);
        before.put(offer.id(), changes.size());
        changes.add(offer);
      }
    }
    for (int i = 0; i < changes.size(); i++) {
      chunk.put(i, changes.get(i));
    }
    return chunk.tuple(feed, changes.size());
  }

  /**
   * @param before where the offer's price before this one stands; null for its first
   */
  private void follow(int i, @Nullable Integer before) {
    first[i] = before == null;
    last[i] = true;
    if (before != null) {
      last[before] = false;
    }
  }

  private void put(int i, Offer told) {
    offer[i] = told.id().value();
    provider[i] = told.provider().value();
    region[i] = told.region().name();
    zone[i] = told.zone().orElse(null);
    instanceType[i] = told.instanceType().name();
    accelerator[i] = told.accelerators().map(set -> set.model().name()).orElse(null);
    acceleratorCount[i] = told.accelerators().map(AcceleratorSet::count).orElse(null);
    capacityType[i] = told.capacityType().wireName();
    price[i] = told.price().perHour().amount();
    currency[i] = told.price().perHour().currencyCode();
    observedAt[i] = told.observedAt().atOffset(ZoneOffset.UTC);
    source[i] = told.source().name();
  }

  private Tuple tuple(ProviderId feed, int size) {
    List<Object> columns = new ArrayList<>(List.of(feed.value()));
    for (Object[] column :
        new Object[][] {
          offer,
          provider,
          region,
          zone,
          instanceType,
          accelerator,
          acceleratorCount,
          capacityType,
          price,
          currency,
          observedAt,
          source,
          first,
          last
        }) {
      columns.add(column.length == size ? column : Arrays.copyOf(column, size));
    }
    return Tuple.from(columns);
  }
}
