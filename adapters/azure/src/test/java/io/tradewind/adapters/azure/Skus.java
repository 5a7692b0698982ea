package io.tradewind.adapters.azure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A size in the words of Resource Manager, right, to be made wrong by one change. */
final class Skus {
  static final String A100 = "Standard_NC24ads_A100_v4";
  static final String H100 = "Standard_ND96isr_H100_v5";
  static final String A10_SIXTH = "Standard_NV6ads_A10_v5";

  private final String name;
  private final Map<String, String> capabilities = new LinkedHashMap<>();
  private final List<String> restrictions = new ArrayList<>();
  private String family = "";
  private String location = "eastus";
  private String type = "virtualMachines";
  private List<String> zones = List.of();

  private Skus(String name) {
    this.name = name;
  }

  static Skus size(String name, int vcpus, int gibibytes, int gpus) {
    Skus size = new Skus(name);
    size.capabilities.put("vCPUs", String.valueOf(vcpus));
    size.capabilities.put("MemoryGB", String.valueOf(gibibytes));
    size.capabilities.put("CpuArchitectureType", "x64");
    size.capabilities.put("LowPriorityCapable", "True");
    size.capabilities.put("RdmaEnabled", "False");
    if (gpus > 0) {
      size.capabilities.put("GPUs", String.valueOf(gpus));
    }
    return size;
  }

  static Skus a100() {
    return size(A100, 24, 220, 1).family("StandardNCADSA100v4Family").zones("1", "2");
  }

  static Skus h100() {
    return size(H100, 96, 1900, 8)
        .family("standardNDSH100v5Family")
        .zones("1")
        .capability("RdmaEnabled", "True");
  }

  Skus family(String other) {
    family = other;
    return this;
  }

  Skus zones(String... others) {
    zones = List.of(others);
    return this;
  }

  Skus at(String other) {
    location = other;
    return this;
  }

  Skus type(String other) {
    type = other;
    return this;
  }

  Skus capability(String key, String value) {
    capabilities.put(key, value);
    return this;
  }

  Skus restrictedHere(String reason) {
    restrictions.add(
        """
        {"type": "Location", "values": ["%s"], "reasonCode": "%s",
         "restrictionInfo": {"locations": ["%s"]}}\
        """
            .formatted(location, reason, location));
    return this;
  }

  Skus restrictedInZone(String zone, String reason) {
    restrictions.add(
        """
        {"type": "Zone", "values": ["%s"], "reasonCode": "%s",
         "restrictionInfo": {"locations": ["%s"], "zones": ["%s"]}}\
        """
            .formatted(location, reason, location, zone));
    return this;
  }

  String json() {
    return """
    {"resourceType": "%s", "name": "%s", "tier": "Standard", "size": "%s", "family": "%s",
     "locations": ["%s"],
     "locationInfo": [{"location": "%s", "zones": [%s], "zoneDetails": []}],
     "capabilities": [%s], "restrictions": [%s]}\
    """
        .formatted(
            type,
            name,
            name.replace("Standard_", ""),
            family,
            location,
            location,
            zones.stream().map(it -> "\"" + it + "\"").collect(Collectors.joining(",")),
            capabilities.entrySet().stream()
                .map(
                    it ->
                        "{\"name\": \"%s\", \"value\": \"%s\"}"
                            .formatted(it.getKey(), it.getValue()))
                .collect(Collectors.joining(",")),
            String.join(",", restrictions));
  }
}
