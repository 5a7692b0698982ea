package io.tradewind.adapters.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.api.InstanceType;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.ShapeTable;
import io.tradewind.testkit.OptionalData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.FpgaDeviceInfo;
import software.amazon.awssdk.services.ec2.model.GpuDeviceInfo;
import software.amazon.awssdk.services.ec2.model.InferenceDeviceInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NeuronDeviceInfo;

/** Every accelerated type that AWS told of in August 2026, against the bundled table. */
class RealShapesTest {
  private final ShapeTable table = ShapeTable.beside(AwsPublicProvider.class, "shapes.csv");

  @Test
  void whatAwsTellsAndWhatTheTableSaysIsTheSame() throws IOException, RefusedRow {
    List<InstanceType> told = new ArrayList<>();
    for (JsonNode type : types()) {
      if (type.path("InstanceType").asText().matches("(p|g|gr|trn|inf|f|dl)\\d.*")) {
        told.add(Shape.of(info(type)).type());
      }
    }
    assertThat(told)
        .hasSizeGreaterThan(80)
        .allSatisfy(type -> assertThat(table.find(type.name())).contains(type));
  }

  private static JsonNode types() throws IOException {
    try (InputStream file =
        new GZIPInputStream(
            Files.newInputStream(OptionalData.require("aws/instance-types-2026-08-02.json.gz")))) {
      return new ObjectMapper().readTree(file);
    }
  }

  private static InstanceTypeInfo info(JsonNode type) {
    InstanceTypeInfo.Builder info =
        InstanceTypeInfo.builder()
            .instanceType(type.path("InstanceType").asText())
            .vCpuInfo(it -> it.defaultVCpus(type.at("/VCpuInfo/DefaultVCpus").asInt()))
            .memoryInfo(it -> it.sizeInMiB(type.at("/MemoryInfo/SizeInMiB").asLong()))
            .networkInfo(it -> it.efaSupported(type.at("/NetworkInfo/EfaSupported").asBoolean()))
            .processorInfo(
                it ->
                    it.supportedArchitecturesWithStrings(
                        texts(type.at("/ProcessorInfo/SupportedArchitectures"))));
    JsonNode gpu = type.at("/GpuInfo/Gpus/0");
    JsonNode neuron = type.at("/NeuronInfo/NeuronDevices/0");
    JsonNode fpga = type.at("/FpgaInfo/Fpgas/0");
    JsonNode inference = type.at("/InferenceAcceleratorInfo/Accelerators/0");
    if (!gpu.isMissingNode()) {
      info.gpuInfo(it -> it.gpus(gpu(gpu)));
    }
    if (!neuron.isMissingNode()) {
      info.neuronInfo(
          it ->
              it.neuronDevices(
                  NeuronDeviceInfo.builder().name(name(neuron)).count(count(neuron)).build()));
    }
    if (!fpga.isMissingNode()) {
      info.fpgaInfo(
          it -> it.fpgas(FpgaDeviceInfo.builder().name(name(fpga)).count(count(fpga)).build()));
    }
    if (!inference.isMissingNode()) {
      info.inferenceAcceleratorInfo(
          it ->
              it.accelerators(
                  InferenceDeviceInfo.builder()
                      .name(name(inference))
                      .count(count(inference))
                      .build()));
    }
    return info.build();
  }

  private static GpuDeviceInfo gpu(JsonNode device) {
    return GpuDeviceInfo.builder()
        .name(name(device))
        .manufacturer(device.path("Manufacturer").asText())
        .count(count(device))
        .memoryInfo(it -> it.sizeInMiB(device.at("/MemoryInfo/SizeInMiB").asInt()))
        .build();
  }

  private static String name(JsonNode device) {
    return device.path("Name").asText();
  }

  private static int count(JsonNode device) {
    return device.path("Count").asInt();
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
