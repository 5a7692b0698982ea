package io.tradewind.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.CarbonFeed;
import io.tradewind.api.CarbonFeedFactory;
import io.tradewind.api.LatencyFeed;
import io.tradewind.api.LatencyFeedFactory;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.RateFeed;
import io.tradewind.api.RateFeedFactory;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Fails when a folder under adapters/ is there but not wired into the product. */
class WiringTest {
  private static final Checkout CHECKOUT = Checkout.here();
  private static final String FACTORY = ProviderFactory.class.getName();
  private static final String CARBON = CarbonFeedFactory.class.getName();

  /** What adapters stand on: no providers. */
  private static final List<String> LIBRARIES = List.of("testkit", "rest");

  /** Programs of their own. */
  private static final List<String> PROGRAMS = List.of("agent");

  @Test
  void everyAdapterFolderIsAModule() {
    assertThat(CHECKOUT.modulesOfAdapters())
        .as("<modules> of adapters/pom.xml")
        .containsAll(CHECKOUT.adapterFolders());
  }

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void aLibraryOffersNoServiceAndIsNotWiredIn(String library) {
    assertThat(CHECKOUT.adapterFolders()).contains(library);
    assertThat(CHECKOUT.serviceFiles(library)).isEmpty();
    assertThat(CHECKOUT.runtimeDependenciesOfServer()).doesNotContain("tradewind-" + library);
  }

  @ParameterizedTest
  @MethodSource("adapters")
  void everyAdapterIsARuntimeDependencyOfTheServer(String adapter) {
    assertThat(CHECKOUT.runtimeDependenciesOfServer())
        .as("dependencies with scope runtime in broker/server/pom.xml")
        .contains("tradewind-adapter-" + adapter);
  }

  @ParameterizedTest
  @MethodSource("adapters")
  void everyAdapterOffersAService(String adapter) {
    assertThat(CHECKOUT.serviceFiles(adapter))
        .as("adapters/%s/src/main/resources/META-INF/services", adapter)
        .isNotEmpty()
        .isSubsetOf(
            FACTORY,
            CarbonFeed.class.getName(),
            CARBON,
            RateFeed.class.getName(),
            RateFeedFactory.class.getName(),
            LatencyFeed.class.getName(),
            LatencyFeedFactory.class.getName());
  }

  @ParameterizedTest
  @MethodSource("providers")
  void everyProviderIsFoundByTheServer(String adapter) {
    assertThat(ServiceLoader.load(ProviderFactory.class).stream())
        .extracting(provider -> provider.type().getName())
        .containsAll(CHECKOUT.services(adapter, FACTORY));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void everyProviderKeepsTheContract(String adapter) {
    assertThat(CHECKOUT.hasTestThatSays(adapter, "extends (Provider|Provisioner|RestFeed)Contract"))
        .as("a test class in adapters/%s that extends a contract of adapters/testkit", adapter)
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("carbonFeeds")
  void everyLiveCarbonFeedIsFoundAndHasItsContract(String adapter) {
    List<String> factories = CHECKOUT.services(adapter, CARBON);
    assertThat(ServiceLoader.load(CarbonFeedFactory.class).stream())
        .extracting(feed -> feed.type().getName())
        .containsAll(factories);
    for (String factory : factories) {
      String name = factory.substring(factory.lastIndexOf('.') + 1);
      assertThat(
              CHECKOUT.hasTestThatSays(
                  adapter, "(?s)extends CarbonFeedContract .*new %s\\(\\)".formatted(name)))
          .as("a test class in adapters/%s that extends CarbonFeedContract for %s", adapter, name)
          .isTrue();
    }
  }

  static Stream<String> carbonFeeds() {
    return adapters().filter(name -> CHECKOUT.serviceFiles(name).contains(CARBON));
  }

  static Stream<String> adapters() {
    return CHECKOUT.adapterFolders().stream()
        .filter(name -> !LIBRARIES.contains(name) && !PROGRAMS.contains(name));
  }

  static Stream<String> providers() {
    return adapters().filter(name -> CHECKOUT.serviceFiles(name).contains(FACTORY));
  }
}
