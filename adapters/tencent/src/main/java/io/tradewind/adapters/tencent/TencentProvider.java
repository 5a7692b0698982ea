package io.tradewind.adapters.tencent;

import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.Call;
import io.tradewind.rest.Json;
import io.tradewind.rest.JsonReply;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.PartialReading;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RestClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Region by region, what each zone sells by the hour and spot, sold out included. */
final class TencentProvider implements Provider {
  static final ProviderId ID = ProviderId.of("tencent");

  private static final String LIST = "InstanceTypeQuotaSet";
  private static final Duration LONGEST_READING = Duration.ofMinutes(4);

  private final RestClient client;
  private final Currency currency;
  private final Families families = new Families();
  private final Clock clock;
  private final PartialReading reading;

  TencentProvider(RestClient client, Currency currency, List<String> regions, Clock clock) {
    this.client = client;
    this.currency = currency;
    this.clock = clock;
    reading = new PartialReading(ID, regions, clock, LONGEST_READING);
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.AVAILABILITY, Capability.SPOT);
  }

  /** One key reads every region: where it is refused, it is refused everywhere. */
  @Override
  public synchronized OfferFeed offers() throws ProviderException {
    return reading.read(this::read, failure -> failure.fault() == Fault.CREDENTIALS_REFUSED);
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return Optional.empty();
  }

  /** Nothing is held between calls. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return "%s (%s)".formatted(ID, client);
  }

  private OfferFeed read(String region) throws ProviderException {
    OfferBook book = new OfferBook(ID, clock.instant());
    ConfigRow rows = new ConfigRow(region, currency, families, book);
    for (ChargeType charge : ChargeType.values()) {
      client.read(call(region, charge), reply -> read(reply, rows, book));
    }
    return book.close();
  }

  private static Call call(String region, ChargeType charge) {
    return Call.post(
            "/",
            """
            {"Filters": [{"Name": "instance-charge-type", "Values": ["%s"]}]}\
            """
                .formatted(charge.name()))
        .with(TencentDialect.ACTION, "DescribeZoneInstanceConfigInfos")
        .with("X-TC-Region", region);
  }

  private static Json read(JsonReply reply, ConfigRow rows, OfferBook book)
      throws IOException, RefusedRow {
    Json rest =
        reply.eachWithin(
            "Response",
            LIST,
            config ->
                book.row(
                    config.label("Zone", "InstanceType", "InstanceChargeType"),
                    () -> rows.read(config)));
    TencentDialect.failIfTold(rest);
    if (!rest.has(LIST)) {
      throw RefusedRow.malformed("there is no %s; expected a list".formatted(LIST));
    }
    return rest;
  }
}
