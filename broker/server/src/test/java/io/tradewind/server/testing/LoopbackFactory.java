package io.tradewind.server.testing;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.FakeCloud;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Makes a provider of every cloud that an adapter offers among its tests; none unless a test
 * switches it on. Adapters are found here as everywhere: by ServiceLoader.
 */
public class LoopbackFactory implements ProviderFactory {
  private static volatile List<LoopbackProvider> made = List.of();

  /** Of the broker that was started last. */
  public static LoopbackProvider made(String name) {
    return made.stream()
        .filter(it -> it.id().value().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "No cloud %s among the tests of the adapters: %s. Build them with their tests."
                        .formatted(name, made.stream().map(LoopbackProvider::id).toList())));
  }

  @Override
  public String name() {
    return "loopback";
  }

  @Override
  public List<Setting> settings() {
    return List.of(new Setting("enabled", "true for tests over clouds.", "false", false));
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    boolean enabled = context.setting("enabled").map(Boolean::parseBoolean).orElse(false);
    made = enabled ? all(context) : List.of();
    return List.copyOf(made);
  }

  private static List<LoopbackProvider> all(ProviderContext context) {
    return ServiceLoader.load(FakeCloud.class, LoopbackFactory.class.getClassLoader()).stream()
        .map(found -> new LoopbackProvider(found.get(), context))
        .toList();
  }
}
