package io.tradewind.server.config;

import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import org.eclipse.microprofile.config.spi.Converter;

/** {@code 0.012 USD} is 0.012 USD an hour. */
public final class HourlyRateConverter implements Converter<HourlyRate> {
  private static final long serialVersionUID = 1L;

  @Override
  public HourlyRate convert(String value) {
    return new HourlyRate(Money.parse(value.trim()));
  }
}
