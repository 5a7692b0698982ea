package io.tradewind.server.lease;

import io.tradewind.testkit.FakeCloud;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/** The clouds over which whole processes are killed. */
final class KillableClouds {
  /**
   * Azure's SDK talks to Azure's own address alone, and is killed within the process by {@link
   * CloudCrashIT}. What Shadeform tells is other sellers', so that no offer goes by its name; it is
   * held to the contract alone.
   */
  private static final Set<String> LEFT_OUT = Set.of("azure", "shadeform");

  private KillableClouds() {}

  /** New ones, in the order of their names. */
  static List<FakeCloud> made() {
    return ServiceLoader.load(FakeCloud.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(cloud -> !LEFT_OUT.contains(cloud.factory().name()))
        .sorted(Comparator.comparing(cloud -> cloud.factory().name()))
        .toList();
  }
}
