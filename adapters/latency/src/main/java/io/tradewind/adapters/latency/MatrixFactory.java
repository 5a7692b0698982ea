package io.tradewind.adapters.latency;

import io.tradewind.api.AdapterContext;
import io.tradewind.api.LatencyFeed;
import io.tradewind.api.LatencyFeedFactory;
import io.tradewind.api.ProviderFactory.Setting;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Makes a feed where a measured matrix is given. */
public final class MatrixFactory implements LatencyFeedFactory {
  @Override
  public String name() {
    return "latency";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(
            "matrix",
            "Measured round trips between regions, CSV or gzipped CSV with the columns from, to"
                + " (such as aws/eu-west-1) and milliseconds: a path or an http(s) address.",
            "",
            false),
        new Setting(
            "measured",
            "When the matrix was measured, such as 2026-06-01. Absent: today.",
            "",
            false));
  }

  @Override
  public List<LatencyFeed> create(AdapterContext context) {
    LocalDate asOf =
        context
            .setting("measured")
            .filter(text -> !text.isBlank())
            .map(MatrixFactory::date)
            .orElseGet(() -> context.clock().instant().atZone(ZoneOffset.UTC).toLocalDate());
    return context.setting("matrix").map(String::strip).filter(text -> !text.isEmpty()).stream()
        .<LatencyFeed>map(where -> new MatrixLatencyFeed(where, asOf))
        .toList();
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "tradewind.latency.measured is '%s', not a date such as 2026-06-01.".formatted(text), e);
    }
  }
}
