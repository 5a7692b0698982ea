package io.tradewind.adapters.ecb;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.RateFeed;
import io.tradewind.pricing.ExchangeRates;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** One day's rates from a table that ships with the product. Its date says how old they are. */
public final class BundledRates implements RateFeed {
  private static final String TABLE = "reference-rates.properties";
  private static final String DATE = "date";

  @Override
  public String name() {
    return "ecb-bundled";
  }

  @Override
  public List<ExchangeRates> rates() throws ProviderException {
    Properties table = new Properties();
    try (InputStream stream = BundledRates.class.getResourceAsStream(TABLE)) {
      if (stream == null) {
        throw new IOException("it is not on the class path");
      }
      table.load(stream);
    } catch (IOException e) {
      throw new ProviderException(
          ProviderId.of(name()), Fault.UNEXPECTED, "The table %s: %s".formatted(TABLE, e), e);
    }
    Map<String, BigDecimal> rates = new HashMap<>();
    table.stringPropertyNames().stream()
        .filter(name -> !name.equals(DATE))
        .forEach(code -> rates.put(code, new BigDecimal(table.getProperty(code))));
    LocalDate date = LocalDate.parse(table.getProperty(DATE));
    return List.of(new ExchangeRates(date, "European Central Bank (bundled table)", rates));
  }
}
