package io.tradewind.adapters.aws;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Architecture;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.rest.AcceleratorNames;
import io.tradewind.rest.RefusedRow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInfo;
import software.amazon.awssdk.services.ec2.model.ProcessorInfo;

/**
 * An instance type as DescribeInstanceTypes tells it.
 *
 * @param usageClasses {@code on-demand, spot, capacity-block}
 */
record Shape(InstanceType type, Set<String> usageClasses) {
  // AWS tells 22888 MiB for a device of 24 GB and 275040 MiB for one of 288 GB; half a device is
  // clearly less.
  private static final double LEAST_SHARE_OF_MEMORY = 0.75;

  static Shape of(InstanceTypeInfo info) throws RefusedRow {
    String name = Optional.ofNullable(info.instanceTypeAsString()).orElse("");
    Optional<AcceleratorSet> accelerators = accelerators(name, info);
    InstanceType type =
        new InstanceType(
            name, accelerators, vcpus(info), memory(info), architecture(info), interconnect(info));
    return new Shape(type, Set.copyOf(info.supportedUsageClassesAsStrings()));
  }

  boolean isSoldAs(String usageClass) {
    return usageClasses.contains(usageClass);
  }

  private static Optional<AcceleratorSet> accelerators(String name, InstanceTypeInfo info)
      throws RefusedRow {
    List<Device> told = devices(info);
    OptionalDouble count =
        told.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(told.get(0).countOrZero());
    Optional<AcceleratorSet> known = Quirks.bundled().find(name, count);
    if (known.isPresent() || (told.isEmpty() && !Families.areAccelerated(name))) {
      return known;
    }
    if (told.isEmpty()) {
      throw new RefusedRow(Reason.UNKNOWN_ACCELERATOR, "AWS tells no accelerator of this type");
    }
    if (told.size() > 1) {
      throw RefusedRow.malformed("%d different accelerators are told".formatted(told.size()));
    }
    return Optional.of(told.get(0).resolve());
  }

  private static List<Device> devices(InstanceTypeInfo info) {
    if (info.gpuInfo() != null) {
      return info.gpuInfo().gpus().stream()
          .map(
              it ->
                  new Device(
                      it.name(),
                      it.manufacturer(),
                      it.count(),
                      it.memoryInfo() == null ? null : it.memoryInfo().sizeInMiB()))
          .toList();
    }
    if (info.neuronInfo() != null) {
      return info.neuronInfo().neuronDevices().stream()
          .map(it -> new Device(it.name(), "AWS", it.count(), null))
          .toList();
    }
    return otherDevices(info).toList();
  }

  private static Stream<Device> otherDevices(InstanceTypeInfo info) {
    if (info.fpgaInfo() != null) {
      return info.fpgaInfo().fpgas().stream()
          .map(it -> new Device(it.name(), it.manufacturer(), it.count(), null));
    }
    if (info.inferenceAcceleratorInfo() != null) {
      return info.inferenceAcceleratorInfo().accelerators().stream()
          .map(it -> new Device(it.name(), it.manufacturer(), it.count(), null));
    }
    return info.mediaAcceleratorInfo() == null
        ? Stream.empty()
        : info.mediaAcceleratorInfo().accelerators().stream()
            .map(it -> new Device(it.name(), it.manufacturer(), it.count(), null));
  }

  private static double vcpus(InstanceTypeInfo info) {
    return info.vCpuInfo() == null || info.vCpuInfo().defaultVCpus() == null
        ? 0
        : info.vCpuInfo().defaultVCpus();
  }

  private static Memory memory(InstanceTypeInfo info) {
    return info.memoryInfo() == null || info.memoryInfo().sizeInMiB() == null
        ? Memory.NONE
        : new Memory(info.memoryInfo().sizeInMiB());
  }

  private static Architecture architecture(InstanceTypeInfo info) throws RefusedRow {
    ProcessorInfo processor = info.processorInfo();
    List<String> told = processor == null ? List.of() : processor.supportedArchitecturesAsStrings();
    return told.stream()
        .flatMap(it -> Architecture.parse(it).stream())
        .findFirst()
        .orElseThrow(() -> RefusedRow.malformed("the processor architectures are " + told));
  }

  private static Interconnect interconnect(InstanceTypeInfo info) {
    NetworkInfo network = info.networkInfo();
    if (network == null) {
      return Interconnect.UNKNOWN;
    }
    return Boolean.TRUE.equals(network.efaSupported()) ? Interconnect.RDMA : Interconnect.ETHERNET;
  }

  /** A kind of device in a machine, as told: any part may be missing. */
  private record Device(
      @Nullable String name,
      @Nullable String maker,
      @Nullable Integer count,
      @Nullable Integer mebibytes) {

    double countOrZero() {
      return count == null ? 0 : count;
    }

    AcceleratorSet resolve() throws RefusedRow {
      String bare = name == null ? "" : name;
      // The size first: AWS calls both sizes of the A100 by the same name.
      String sized =
          mebibytes == null ? bare : "%s-%dGB".formatted(bare, Math.round(mebibytes / 1024.0));
      boolean isSizeNamed = Accelerators.bundled().resolve(sized).isPresent();
      AcceleratorSet set =
          AcceleratorNames.devices(countOrZero(), isSizeNamed ? sized : bare, maker + " " + bare);
      refuseShare(set);
      return set;
    }

    /**
     * A share of a device is sold under the device's name; its size has to be known, not guessed.
     */
    private void refuseShare(AcceleratorSet set) throws RefusedRow {
      long whole = set.model().memory().mebibytes();
      if (mebibytes != null && mebibytes < whole * LEAST_SHARE_OF_MEMORY) {
        throw new RefusedRow(
            Reason.UNKNOWN_ACCELERATOR,
            "'%s' with %d MiB is less than a whole %s of %s; maybe a share, which needs a row in quirks.csv"
                .formatted(name, mebibytes, set.model().name(), set.model().memory()));
      }
    }
  }
}
