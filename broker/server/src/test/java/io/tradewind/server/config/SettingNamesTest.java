package io.tradewind.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingNamesTest {
  private final SettingNames names = SettingNames.of(List.of(new CatalogLike()));

  @Test
  void ourOwnKeysAreKnown() {
    assertThat(
            names.refusals(
                Set.of(
                    "tradewind.home", "tradewind.local.country", "%test.tradewind.feed.interval"),
                Set.of("TRADEWIND_HOME", "TRADEWIND_LOCAL_COUNTRY", "TRADEWIND_DATABASE_URL")))
        .isEmpty();
  }

  @Test
  void keysThatAnAdapterDeclaresAreKnown() {
    assertThat(names.refusals(Set.of("tradewind.catalog.files"), Set.of("TRADEWIND_CATALOG_FILES")))
        .isEmpty();
  }

  @Test
  void feedsOfCarbonAndOfRatesDeclareTheirKeysLikeProviders() {
    SettingNames product = SettingNames.ofThisProduct();
    assertThat(
            product.refusals(
                Set.of(
                    "tradewind.carbon.signal",
                    "tradewind.carbon-gb.enabled",
                    "tradewind.carbon-watttime.password",
                    "tradewind.ecb.url",
                    "tradewind.catalog.files"),
                Set.of("TRADEWIND_CARBON_ENTSOE_API_KEY")))
        .isEmpty();
    assertThat(product.refusals(Set.of("tradewind.carbon-gb.enable"), Set.of()))
        .containsExactly(
            "No setting is called tradewind.carbon-gb.enable."
                + " Did you mean tradewind.carbon-gb.enabled?");
  }

  @Test
  void aMisspeltKeyIsRefusedWithTheRightOne() {
    assertThat(names.refusals(Set.of("tradewind.feed.intervall"), Set.of()))
        .containsExactly(
            "No setting is called tradewind.feed.intervall. Did you mean tradewind.feed.interval?");
  }

  @Test
  void aMisspeltVariableIsRefusedWithTheRightOne() {
    assertThat(names.refusals(Set.of(), Set.of("TRADEWIND_CATALOG_FILE")))
        .containsExactly(
            "No setting is called TRADEWIND_CATALOG_FILE. Did you mean TRADEWIND_CATALOG_FILES?");
  }

  @Test
  void aKeyThatNobodyDeclaresIsRefusedWithTheNearestOnes() {
    assertThat(names.refusals(Set.of("tradewind.leases.somewhere.workers"), Set.of()))
        .singleElement()
        .asString()
        .contains("The nearest are", "tradewind.lease.workers")
        .hasSizeLessThan(300);
  }

  @Test
  void theVariablesOfTheCommandLineMayBeThereWhenABrokerIsStarted() {
    assertThat(
            names.refusals(
                Set.of(),
                Set.of(
                    "TRADEWIND_URL",
                    "TRADEWIND_TOKEN",
                    "TRADEWIND_JAVA_OPTIONS",
                    "TRADEWIND_CLASSES")))
        .isEmpty();
  }

  @Test
  void otherProgramsKeysAreLeftAlone() {
    assertThat(names.refusals(Set.of("quarkus.http.port", "java.home"), Set.of("PATH", "HOME")))
        .isEmpty();
  }

  @Test
  void theVariablesOfAKubernetesServiceCalledTradewindAreLeftAlone() {
    assertThat(
            names.refusals(
                Set.of(),
                Set.of("TRADEWIND_SERVICE_HOST", "TRADEWIND_PORT_8080_TCP_ADDR", "TRADEWIND_PORT")))
        .isEmpty();
  }

  private static final class CatalogLike implements ProviderFactory {
    @Override
    public String name() {
      return "catalog";
    }

    @Override
    public List<Setting> settings() {
      return List.of(new Setting("files", "paths of catalogues", "", false));
    }

    @Override
    public List<Provider> create(ProviderContext context) {
      return List.of();
    }
  }
}
