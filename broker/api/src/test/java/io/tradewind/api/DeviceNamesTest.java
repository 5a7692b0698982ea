package io.tradewind.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceNamesTest {
  @ParameterizedTest
  @CsvSource({
    "NVIDIA H100 80GB HBM3, 81559, H100-SXM",
    "NVIDIA H100 PCIe, 81559, H100-PCIe",
    "NVIDIA A100-SXM4-80GB, 81920, A100-80GB-SXM",
    "NVIDIA A100-SXM4-40GB, 40960, A100",
    "Tesla V100-SXM2-16GB, 16384, V100",
    "Tesla V100-SXM2-32GB, 32768, V100-32GB",
    "Tesla T4, 15360, T4",
    "NVIDIA L40S, 46068, L40S",
    "NVIDIA GeForce RTX 4090, 24564, RTX4090",
    "AMD Instinct MI300X, 196592, MI300X",
  })
  void aDriversNameIsAModel(String name, long mebibytes, String model) {
    assertThat(DeviceNames.model(name, new Memory(mebibytes)))
        .map(AcceleratorModel::name)
        .contains(model);
  }

  @Test
  void whatIsNotInTheTableIsNotGuessed() {
    assertThat(DeviceNames.model("NVIDIA Hypothetical 9000", new Memory(50_000))).isEmpty();
  }
}
