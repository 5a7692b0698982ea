package io.tradewind.adapters.sim;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import java.util.List;
import java.util.OptionalInt;

/**
 * Makes the simulated provider when it is switched on: nobody is sold a machine that is not there.
 */
public final class SimFactory implements ProviderFactory {
  private static final int MOST_OFFERS = 1_000_000;

  @Override
  public String name() {
    return "sim";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting("enabled", "true switches the simulated provider on.", "false", false),
        new Setting("seed", "The same seed makes the same offers, a whole number.", "1", false),
        new Setting("offers", "How many offers it lists, 1 to 1000000.", "48", false),
        new Setting(
            "stock",
            "How many machines each offer has; 0 for as many as the seed says.",
            "0",
            false));
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    if (!context.setting("enabled").map(Boolean::parseBoolean).orElse(false)) {
      return List.of();
    }
    long seed = number(context, "seed", Long.MIN_VALUE, Long.MAX_VALUE);
    int offers = (int) number(context, "offers", 1, MOST_OFFERS);
    int stock = (int) number(context, "stock", 0, Integer.MAX_VALUE);
    return List.of(
        new SimProvider(
            context.clock(),
            seed,
            offers,
            stock == 0 ? OptionalInt.empty() : OptionalInt.of(stock),
            latency -> {}));
  }

  private static long number(ProviderContext context, String key, long least, long most) {
    String text = context.setting(key).orElse("");
    try {
      long number = Long.parseLong(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(complaint(key, text, least, most), e);
    }
    throw new IllegalArgumentException(complaint(key, text, least, most));
  }

  private static String complaint(String key, String text, long least, long most) {
    return "The setting tradewind.sim.%s is '%s'. Give a whole number from %d to %d."
        .formatted(key, text, least, most);
  }
}
