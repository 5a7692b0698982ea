package io.tradewind.adapters.ecb;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.api.RateFeed;
import io.tradewind.pricing.ExchangeRates;
import io.tradewind.rest.Call;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RestClient;
import io.tradewind.rest.Xml;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The first reading brings the last ninety days, each later one the newest. Rates are set on
 * working days at about 16:00 in Frankfurt, so the newest may be of days ago.
 */
final class EcbRates implements RateFeed {
  static final ProviderId ID = ProviderId.of("ecb");

  private static final String SOURCE = "European Central Bank";
  private static final String NEWEST = "/stats/eurofxref/eurofxref-daily.xml";
  private static final String NINETY_DAYS = "/stats/eurofxref/eurofxref-hist-90d.xml";

  private final RestClient client;
  private final Clock clock;
  private volatile boolean hasHistory;

  EcbRates(RestClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public String name() {
    return ID.value();
  }

  @Override
  public List<ExchangeRates> rates() throws ProviderException {
    String path = hasHistory ? NEWEST : NINETY_DAYS;
    List<ExchangeRates> days =
        client.read(Call.get(path).accepting("application/xml"), reply -> days(reply.xml()));
    hasHistory = true;
    return days;
  }

  private List<ExchangeRates> days(Xml envelope) throws RefusedRow {
    List<ExchangeRates> days = new ArrayList<>();
    for (Xml day : envelope.child("Cube").children("Cube")) {
      days.add(day(day));
    }
    if (days.isEmpty()) {
      throw RefusedRow.malformed("there is no day with rates");
    }
    return days;
  }

  /** All or nothing: a day that lost a currency on the way would be believed for ever. */
  private ExchangeRates day(Xml day) throws RefusedRow {
    Map<String, BigDecimal> rates = new HashMap<>();
    for (Xml rate : day.children("Cube")) {
      String code = rate.attribute("currency");
      if (rates.put(code, number(code, rate.attribute("rate"))) != null) {
        throw RefusedRow.malformed("%s has two rates".formatted(code));
      }
    }
    if (!rates.containsKey("USD")) {
      throw RefusedRow.malformed("a day has no rate for USD");
    }
    try {
      return new ExchangeRates(date(day.attribute("time")), SOURCE, rates);
    } catch (IllegalArgumentException e) {
      throw RefusedRow.malformed(String.valueOf(e.getMessage()));
    }
  }

  private LocalDate date(String text) throws RefusedRow {
    LocalDate date;
    try {
      date = LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw RefusedRow.malformed("time is %s; expected a date".formatted(text));
    }
    if (date.isAfter(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1))) {
      throw RefusedRow.malformed("time is %s, which has not come yet".formatted(text));
    }
    return date;
  }

  private static BigDecimal number(String code, String text) throws RefusedRow {
    if (!text.matches("\\d{1,12}(\\.\\d{1,12})?")) {
      throw RefusedRow.malformed("the rate of %s is %s; expected a number".formatted(code, text));
    }
    return new BigDecimal(text);
  }
}
