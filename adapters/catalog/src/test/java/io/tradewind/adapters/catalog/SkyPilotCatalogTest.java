package io.tradewind.adapters.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Architecture;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.ProviderException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkyPilotCatalogTest {
  private Catalogs catalogs;

  @BeforeEach
  void writeInto(@TempDir Path folder) {
    catalogs = new Catalogs(folder);
  }

  @Test
  void theFolderNamesTheSeller() throws ProviderException {
    OfferFeed feed = catalogs.skyPilot("lambda", "gpu_1x_h100,26,200,H100,1,,us-east-1,,2.49,\n");
    assertThat(Catalogs.priced(feed))
        .containsExactly("lambda:us-east-1:-:gpu_1x_h100:H100x1:on_demand at 2.49");
  }

  @Test
  void theOperatorMayNameTheSeller() throws ProviderException {
    String text = Catalogs.SKYPILOT + "box,26,200,H100,1,,north,,2.49,\n";
    Path path = catalogs.write("anything.csv", text.getBytes(StandardCharsets.UTF_8));
    assertThat(Catalogs.ids(Catalogs.read("acme=" + path)))
        .containsExactly("acme:north:-:box:H100x1:on_demand");
  }

  @Test
  void aFileThatIsNamedLikeAKnownSellerIsTheSellers() throws ProviderException {
    OfferFeed feed =
        catalogs.read("aws.csv", Catalogs.SKYPILOT + "m7i.large,2,8,,,,us-east-1,a,0.1,0.04\n");
    assertThat(Catalogs.ids(feed))
        .containsExactly(
            "aws:us-east-1:a:m7i.large:-:on_demand", "aws:us-east-1:a:m7i.large:-:spot");
  }

  @Test
  void columnsMayComeInAnyOrderAndWithOtherCase() throws ProviderException {
    OfferFeed feed =
        catalogs.read(
            "runpod/vms.csv",
            """
            AcceleratorCount,Region,GPUInfo,SpotPrice,Price,AcceleratorName,InstanceType,memorygib,VCPUS
            2.0,CA,H100,,5.98,H100,2x_H100,160,16
            """);
    assertThat(Catalogs.priced(feed))
        .containsExactly("runpod:CA:-:2x_H100:H100x2:on_demand at 5.98");
    assertThat(feed.offers().get(0).instanceType().vcpus()).isEqualTo(16);
  }

  @Test
  void acceleratorMemoryIsTakenFromTheTableAndNotFromTheFile() throws ProviderException {
    OfferFeed feed =
        catalogs.skyPilot(
            "runpod",
            "box,8,80,A100-80GB,1,\"{'Gpus': [{'MemoryInfo': {'SizeInMiB': 80}}]}\",CA,,1.99,\n");
    assertThat(feed.offers().get(0).accelerators().orElseThrow().model().memory().gibibytes())
        .isEqualTo(80);
  }

  @Test
  void aSpotPriceOfZeroIsRefusedAndTheMachineStays() throws ProviderException {
    OfferFeed feed =
        catalogs.skyPilot("vast", "1x,32,64,RTX5090,1,,\"Denmark, DK, EU\",,0.44,0.00\n");
    assertThat(Catalogs.ids(feed)).containsExactly("vast:Denmark_DK_EU:-:1x:RTX5090x1:on_demand");
    assertThat(Catalogs.reasons(feed)).containsExactly(Reason.PRICE_NOT_POSITIVE);
  }

  @Test
  void aPriceOfZeroWhereItIsMissingIsRefused() throws ProviderException {
    OfferFeed feed =
        catalogs.skyPilot("azure", "Standard_NC40ads_H100_v5,40,320,H100,1,,eastus,,0,0\n");
    assertThat(feed.offers()).isEmpty();
    assertThat(Catalogs.reasons(feed))
        .containsExactly(Reason.PRICE_NOT_POSITIVE, Reason.PRICE_NOT_POSITIVE);
  }

  @Test
  void anUnquotedListOfGenerationsIsNoShiftedRow() throws ProviderException {
    String header = Catalogs.SKYPILOT.strip() + ",Generation\n";
    OfferFeed feed =
        catalogs.read(
            "azure/vms.csv",
            header
                + "Standard_B2ms,2,8,,,,eastus,,0.08,,V1,V2\n"
                + "Standard_B4ms,4,16,,,,eastus,,0.16,,V1,oops\n");
    assertThat(Catalogs.ids(feed)).containsExactly("azure:eastus:-:Standard_B2ms:-:on_demand");
    assertThat(Catalogs.reasons(feed)).containsExactly(Reason.MALFORMED_ROW);
  }

  @Test
  void anAcceleratorWithoutACountIsRefused() throws ProviderException {
    OfferFeed feed = catalogs.skyPilot("aws", "g6f.large,2,8,L4,,,us-east-1,use1-az1,0.2,\n");
    assertThat(feed.offers()).isEmpty();
    assertThat(Catalogs.reasons(feed)).containsExactly(Reason.MALFORMED_ROW);
  }

  @ParameterizedTest
  @CsvSource({
    "aws, m7g.large, ARM64",
    "aws, a1.metal, ARM64",
    "aws, c8gn.48xlarge, ARM64",
    "aws, g5g.xlarge, ARM64",
    "aws, g5.xlarge, X86_64",
    "aws, m7i.large, X86_64",
    "aws, trn1.2xlarge, X86_64",
    "azure, Standard_D2pls_v5, ARM64",
    "azure, Standard_E8pds_v6, ARM64",
    "azure, Standard_NP10s, X86_64",
    "azure, Standard_D2s_v5, X86_64",
    "oci, VM.Standard.A1.Flex$_4_24, ARM64",
    "oci, VM.Standard.E4.Flex$_2_8, X86_64",
    "cudo, a1.large, X86_64"
  })
  void theArchitectureFollowsFromTheSellersNames(String seller, String type, Architecture expected)
      throws ProviderException {
    OfferFeed feed = catalogs.skyPilot(seller, type + ",2,8,,,,somewhere,,0.1,\n");
    assertThat(feed.offers().get(0).instanceType().architecture()).isEqualTo(expected);
  }

  @Test
  void aStatedArchitectureGoesBeforeTheName() throws ProviderException {
    OfferFeed feed =
        catalogs.read(
            "aws/vms.csv",
            Catalogs.SKYPILOT.strip() + ",Arch\nmystery.large,2,8,,,,us-east-1,,0.1,,arm64\n");
    assertThat(feed.offers().get(0).instanceType().architecture()).isEqualTo(Architecture.ARM64);
  }
}
