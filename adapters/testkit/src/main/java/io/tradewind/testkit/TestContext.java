package io.tradewind.testkit;

import io.tradewind.api.AdapterFactory;
import io.tradewind.api.ProviderContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * What the server would hand to an adapter. As strict as the server: only declared settings can be
 * set or read, and a default applies where nothing is set.
 */
public final class TestContext implements ProviderContext {
  /** When the tests begin, unless they say otherwise. */
  public static final String START = "2026-11-20T12:00:00Z";

  private final Map<String, String> declared = new HashMap<>();
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> undeclaredReads = new ConcurrentSkipListSet<>();
  private final MutableClock clock = MutableClock.at(START);
  private final FakeSites sites = new FakeSites();
  private final String adapter;

  private TestContext(AdapterFactory factory) {
    adapter = factory.name();
    factory
        .settings()
        .forEach(setting -> declared.put(setting.key(), setting.defaultValue().strip()));
  }

  public static TestContext of(AdapterFactory factory) {
    return new TestContext(factory);
  }

  public static TestContext of(AdapterFactory factory, Map<String, String> settings) {
    TestContext context = new TestContext(factory);
    settings.forEach(context::set);
    return context;
  }

  public TestContext set(String key, String value) {
    if (!declared.containsKey(key)) {
      throw new IllegalArgumentException(
          "%s declares no setting %s. It declares %s.".formatted(adapter, key, declared.keySet()));
    }
    values.put(key, value);
    return this;
  }

  @Override
  public MutableClock clock() {
    return clock;
  }

  @Override
  public Optional<String> setting(String key) {
    if (!declared.containsKey(key)) {
      undeclaredReads.add(key);
      return Optional.empty();
    }
    return Optional.of(values.getOrDefault(key, declared.getOrDefault(key, "")))
        .filter(value -> !value.isBlank());
  }

  @Override
  public FakeSites sites() {
    return sites;
  }

  /**
   * Keys that were read although the factory does not declare them: the server would not know them.
   */
  public List<String> undeclaredReads() {
    return List.copyOf(undeclaredReads);
  }
}
