package io.tradewind.server.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.server.lease.LeaseEntity;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ImageOfTheMachineTest {
  private static final String TWO_STACKS =
      """
      {"image": "org/train:1", "images": [{"ecosystem": "rocm", "ref": "org/train:1-rocm"}]}
      """;

  private final SpecReader specs = new SpecReader(new ObjectMapper());

  @Test
  void theAgentIsToldTheImageForItsOwnAccelerator() {
    assertThat(
            specs
                .run(workload(TWO_STACKS), leaseOf("MI300X"), null, Optional.empty(), true)
                .image())
        .isEqualTo("org/train:1-rocm");
    assertThat(
            specs.run(workload(TWO_STACKS), leaseOf("H100"), null, Optional.empty(), true).image())
        .isEqualTo("org/train:1");
  }

  @Test
  void aMachineWithoutAcceleratorsRunsTheImage() {
    LeaseEntity lease = leaseOf("H100");
    lease.offerDocument = "{\"accelerator\": null}";

    assertThat(specs.run(workload(TWO_STACKS), lease, null, Optional.empty(), true).image())
        .isEqualTo("org/train:1");
  }

  @Test
  void withoutAnyImageItIsAPlainProcess() {
    assertThat(
            specs
                .run(workload("{\"run\": \"echo\"}"), leaseOf("H100"), null, Optional.empty(), true)
                .image())
        .isNull();
  }

  private static WorkloadEntity workload(String spec) {
    WorkloadEntity workload = new WorkloadEntity();
    workload.id = UUID.randomUUID();
    workload.name = "train";
    workload.spec = spec;
    return workload;
  }

  private static LeaseEntity leaseOf(String accelerator) {
    LeaseEntity lease = new LeaseEntity() {};
    lease.offerDocument = "{\"accelerator\": {\"model\": \"%s\"}}".formatted(accelerator);
    return lease;
  }
}
