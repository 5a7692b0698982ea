package io.tradewind.cli;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is for sale now. */
@Command(
    name = "offers",
    mixinStandardHelpOptions = true,
    description = "Lists what is for sale now, the cheapest hour of one accelerator first.")
final class OffersCommand extends BrokerCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "ACCELERATOR",
      description = "A model or its alias, such as H100.")
  private @Nullable String accelerator;

  @Option(names = "--provider", description = "Only of this seller.")
  private @Nullable String provider;

  @Option(names = "--country", description = "Only there: ISO 3166-1 alpha-2, such as DE.")
  private @Nullable String country;

  @Option(names = "--region", description = "Only there, such as aws/eu-west-1.")
  private @Nullable String region;

  @Option(names = "--capacity", description = "on_demand, spot or reserved.")
  private @Nullable String capacity;

  @Option(
      names = {"-n", "--limit"},
      defaultValue = "25",
      description = "At most so many; default ${DEFAULT-VALUE}.")
  private int limit;

  OffersCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Broker broker) throws IOException {
    Map<String, String> query = new TreeMap<>(Map.of("sort", "pricePerAccelerator"));
    put(query, "accelerator", accelerator);
    put(query, "provider", provider);
    put(query, "country", country);
    put(query, "region", region);
    put(query, "capacityType", capacity);
    Table table =
        new Table()
            .text("PROVIDER", it -> Text.of(it, "provider"))
            .text("REGION", it -> Text.of(it, "region"))
            .text("INSTANCE", it -> Text.of(it, "instanceType"))
            .text("ACCELERATORS", Text::accelerators)
            .text("CAPACITY", it -> Text.of(it, "capacityType"))
            .figure("PRICE/H", it -> Text.money(it.path("price")))
            .figure("EACH/H", it -> Text.money(it.path("pricePerAccelerator")))
            .text("FRESH", it -> Text.of(it, "freshness"))
            .text("OBSERVED", it -> Text.moment(it, "observedAt"));
    output.list(
        terminal,
        broker.list("offers", query, limit),
        table,
        "No offer fits. Ask for less, or look at GET providers for feeds that are off.");
    return 0;
  }

  private static void put(Map<String, String> query, String key, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      query.put(key, value.strip());
    }
  }
}
