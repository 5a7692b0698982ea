package io.tradewind.adapters.alibaba;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.ProviderException;
import io.tradewind.rest.AcceleratorNames;
import io.tradewind.rest.Json;
import io.tradewind.rest.JsonReply;
import io.tradewind.rest.RefusedRow;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the machines with accelerators look like, everywhere the same. One that cannot be read is
 * refused where it is sold.
 */
final class Shapes {
  private final Map<String, Json> rows = new LinkedHashMap<>();

  static Shapes read(Ecs ecs, String region) throws ProviderException {
    Shapes shapes = new Shapes();
    ecs.eachPage(
        region,
        "DescribeInstanceTypes",
        Map.of("MaxResults", "100", "MinimumGPUAmount", "1"),
        "NextToken",
        shapes::page);
    return shapes;
  }

  /** Whether a type of this name has an accelerator. */
  boolean know(String type) {
    return rows.containsKey(type);
  }

  InstanceType of(String name) throws RefusedRow {
    Json row =
        Optional.ofNullable(rows.get(name))
            .orElseThrow(() -> RefusedRow.malformed("there is no shape of " + name));
    AcceleratorSet devices =
        AcceleratorNames.devices(
            row.quantity("GPUAmount"), row.quantity("GPUMemorySize"), row.text("GPUSpec"));
    return new InstanceType(
        name,
        Optional.of(devices),
        row.quantity("CpuCoreCount"),
        Memory.ofGibibytes(row.quantity("MemorySize")),
        AcceleratorNames.host(devices),
        Interconnect.UNKNOWN);
  }

  private Optional<String> page(JsonReply reply) throws IOException, RefusedRow {
    Json page = reply.whole();
    for (Json row : page.object("InstanceTypes").items("InstanceType")) {
      if (row.optionalNumber("GPUAmount").filter(count -> count.signum() > 0).isPresent()) {
        rows.put(row.text("InstanceTypeId"), row);
      }
    }
    return page.optionalText("NextToken");
  }
}
