package io.tradewind.adapters.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderId;
import io.tradewind.testkit.TestContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogFactoryTest {

  @Test
  void withoutFilesTheBundledListIsOffered() {
    assertThat(ids(Map.of())).containsExactly("catalog");
  }

  @Test
  void filesTakeThePlaceOfTheBundledList() {
    assertThat(ids(Map.of("files", "/data/offers.csv.gz"))).containsExactly("catalog-offers");
  }

  @Test
  void bothAreOfferedWhenAsked() {
    assertThat(ids(Map.of("files", "a.csv, b.csv.gz", "bundled", "true")))
        .containsExactly("catalog", "catalog-a", "catalog-b");
  }

  @Test
  void nothingIsOfferedWhenNothingIsWanted() {
    assertThat(ids(Map.of("bundled", "false"))).isEmpty();
  }

  @Test
  void filesOfTheSameNameTakeTheirFolderAlong() {
    assertThat(ids(Map.of("files", "x/gcp/vms.csv,x/azure/vms.csv.gz,offers.csv")))
        .containsExactly("catalog-gcp-vms", "catalog-azure-vms", "catalog-offers");
  }

  @Test
  void filesOfTheSameNameAndFolderAreNumbered() {
    assertThat(ids(Map.of("files", "x/gcp/vms.csv,y/gcp/vms.csv")))
        .containsExactly("catalog-gcp-vms", "catalog-gcp-vms-2");
  }

  @Test
  void aFileThatIsGivenTwiceIsOneProvider() {
    assertThat(ids(Map.of("files", "a.csv,a.csv"))).containsExactly("catalog-a");
  }

  @Test
  void anAddressIsNamedByItsLastPart() {
    assertThat(ids(Map.of("files", "https://lists.example/v8/GPU%20Offers.csv?sig=abc")))
        .containsExactly("catalog-gpu-offers");
  }

  @ParameterizedTest
  @CsvSource({"bundled,maybe", "time-limit,two minutes", "time-limit,PT0S"})
  void aSettingThatMakesNoSenseIsNamed(String key, String value) {
    assertThatThrownBy(() -> ids(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tradewind.catalog." + key)
        .hasMessageContaining(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://me:hunter2@lists.example/a b.csv?token=hunter2", "https:///x.csv"})
  void anAddressThatIsNoneIsNamedWithoutItsSecrets(String entry) {
    assertThatThrownBy(() -> ids(Map.of("files", entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tradewind.catalog.files")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  private static List<String> ids(Map<String, String> settings) {
    CatalogFactory factory = new CatalogFactory();
    return factory.create(TestContext.of(factory, settings)).stream()
        .map(Provider::id)
        .map(ProviderId::value)
        .toList();
  }
}
