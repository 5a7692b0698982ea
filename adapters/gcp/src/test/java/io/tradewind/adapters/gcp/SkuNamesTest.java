package io.tradewind.adapters.gcp;

import static io.tradewind.adapters.gcp.Part.Kind.ACCELERATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.cloud.billing.v1.Category;
import com.google.cloud.billing.v1.Sku;
import io.tradewind.api.CapacityType;
import io.tradewind.rest.RefusedRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SkuNamesTest {
  @ParameterizedTest
  @CsvSource({
    "A2 Instance Core running in Americas, VCPU, a2",
    "A3 Instance Ram running in Tokyo, MEMORY, a3",
    "A3Plus Instance Core running in Tokyo, VCPU, a3-megagpu",
    "A3Ultra Instance Ram running in Tokyo, MEMORY, a3-ultragpu",
    "N1 Predefined Instance Core running in Americas, VCPU, n1",
    "N2D AMD Instance Core running in Americas, VCPU, n2d",
    "C4A Arm Instance Ram running in Americas, MEMORY, c4a",
    "Compute optimized Core running in Americas, VCPU, c2",
    "Compute optimized Instance Ram running in Doha, MEMORY, c2",
    "M3 Memory-optimized Instance Ram running in Iowa, MEMORY, m3",
    "Nvidia Tesla A100 GPU running in Americas, ACCELERATOR, nvidia-tesla-a100",
    "Nvidia Tesla A100 80GB GPU running in Iowa, ACCELERATOR, nvidia-a100-80gb",
    "Nvidia H100 80GB GPU running in Iowa, ACCELERATOR, nvidia-h100-80gb",
    "Nvidia H100 80GB Mega GPU running in Iowa, ACCELERATOR, nvidia-h100-mega-80gb",
    "H200 141GB GPU running in Iowa, ACCELERATOR, nvidia-h200-141gb",
    "RTX 6000 96GB running in Iowa, ACCELERATOR, nvidia-rtx-pro-6000",
    "Nvidia B200 (1 gpu slice) running in Iowa, MACHINE_SLICE, nvidia-b200",
    "SSD backed Local Storage, LOCAL_SSD, any",
    "TpuV5e running in Iowa, TPU_CHIP, v5litepod",
    "TpuV5p running in Ohio, TPU_CHIP, v5p",
    "TpuV6e running in Ohio, TPU_CHIP, v6e",
    "Tpu-v4 Pod running in Oklahoma, TPU_CHIP, v4"
  })
  void aDescriptionTellsThePart(String description, Part.Kind kind, String of) throws RefusedRow {
    assertThat(SkuNames.part(sku(description, "OnDemand"))).contains(new Part(kind, of));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Spot Preemptible Nvidia L4 GPU running in Iowa",
        "Preemptible Nvidia L4 GPU running in Iowa",
        "Nvidia L4 GPU attached to Spot Preemptible VMs running in Iowa"
      })
  void spotIsTheSamePart(String description) throws RefusedRow {
    Sku sku = sku(description, "OnDemand");
    assertThat(SkuNames.part(sku)).contains(new Part(ACCELERATOR, "nvidia-l4"));
    assertThat(SkuNames.capacity(sku)).isEqualTo(CapacityType.SPOT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nvidia H100 80GB GPU DWS Calendar Mode in Tokyo",
        "Calendar Mode TpuV6e in Tokyo",
        "Commitment v1: A3 Core in Tokyo for 1 Year",
        "A2 Sole Tenancy Instance Core running in Americas",
        "Reserved A2 Instance Core running in Americas",
        "N2 Custom Extended Instance Ram running in Americas",
        "Memory Optimized Upgrade Premium for Memory-optimized Instance Core",
        "DWS Defined Duration Nvidia B200 (1 gpu slice)",
        "Suspended VM Instance Ram",
        "Storage PD Capacity",
        "Tpu-v3 accelerator"
      })
  void otherTermsAndOtherThingsAreNoPart(String description) throws RefusedRow {
    assertThat(SkuNames.part(sku(description, "OnDemand"))).isEmpty();
  }

  @Test
  void aCommitmentIsKnownByItsUsageTypeToo() throws RefusedRow {
    assertThat(SkuNames.part(sku("Nvidia L4 GPU running in Iowa", "Commit3Yr"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Nvidia Z999 GPU running in Iowa", "Tpu7x running in Iowa"})
  void whatNobodyKnowsIsRefused(String description) {
    assertThatExceptionOfType(RefusedRow.class)
        .isThrownBy(() -> SkuNames.part(sku(description, "OnDemand")));
  }

  private static Sku sku(String description, String usageType) {
    return Sku.newBuilder()
        .setDescription(description)
        .setCategory(Category.newBuilder().setUsageType(usageType))
        .build();
  }
}
