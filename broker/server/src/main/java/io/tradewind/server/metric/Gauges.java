package io.tradewind.server.metric;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Gauges whose rows come and go, such as one a feed. */
@ApplicationScoped
public class Gauges {
  private final MeterRegistry registry;
  private final Map<String, MultiGauge> gauges = new ConcurrentHashMap<>();

  Gauges(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * One value.
   *
   * @param tags names and values by turns
   */
  public record Row(double value, String... tags) {
    private MultiGauge.Row<Number> row() {
      return MultiGauge.Row.of(Tags.of(tags), value);
    }
  }

  /**
   * Puts these rows in place of those told before.
   *
   * @param name with dots, such as {@code tradewind.leases}
   */
  public void tell(String name, List<Row> rows) {
    gauges
        .computeIfAbsent(name, it -> MultiGauge.builder(it).register(registry))
        .register(rows.stream().<MultiGauge.Row<?>>map(Row::row).toList(), true);
  }
}
