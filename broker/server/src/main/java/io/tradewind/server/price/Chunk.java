package io.tradewind.server.price;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/** Offers turned on their side: one array for each column, as one statement takes them. */
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
  }

  static Tuple of(ProviderId feed, List<Offer> offers) {
    Chunk chunk = new Chunk(offers.size());
    for (int i = 0; i < offers.size(); i++) {
      chunk.put(i, offers.get(i));
    }
    return chunk.tuple(feed);
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

  private Tuple tuple(ProviderId feed) {
    return Tuple.from(
        Arrays.<Object>asList(
            feed.value(),
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
            source));
  }
}
