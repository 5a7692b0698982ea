package io.tradewind.adapters.aws;

import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;

/**
 * How many vCPUs an account may run at once in one region, by Service Quotas' code. New accounts
 * have none at all for most accelerators.
 */
record Quotas(Map<String, Double> vcpusByCode) {
  /** When they could not be read: nothing is known to be forbidden. */
  static final Quotas UNKNOWN = new Quotas(Map.of());

  private static final Map<String, String> ON_DEMAND =
      Map.of(
          "p", "L-417A185B",
          "g", "L-DB2E81BA",
          "gr", "L-DB2E81BA",
          "vt", "L-DB2E81BA",
          "trn", "L-2C3B7624",
          "inf", "L-1945791B",
          "f", "L-74FC7D96",
          "dl", "L-6E869C2A",
          "x", "L-7295265B");

  private static final Map<String, String> SPOT =
      Map.of(
          "g", "L-3819A6DF",
          "gr", "L-3819A6DF",
          "vt", "L-3819A6DF",
          "trn", "L-6B0D517C",
          "inf", "L-B5D1601B",
          "f", "L-88CF9481",
          "dl", "L-85EED4F7",
          "x", "L-E3A00192");

  private static final String STANDARD_FAMILIES = "acdhimrtz";
  private static final String STANDARD_ON_DEMAND = "L-1216C47A";
  private static final String STANDARD_SPOT = "L-34B43A08";
  private static final String SPOT_P2_TO_P4 = "L-7212CCBC";
  private static final String SPOT_P5 = "L-C4BD4855";

  Quotas {
    vcpusByCode = Map.copyOf(vcpusByCode);
  }

  static Quotas of(List<ServiceQuota> told) {
    Map<String, Double> byCode = new HashMap<>();
    for (ServiceQuota quota : told) {
      if (quota.quotaCode() != null && quota.value() != null) {
        byCode.put(quota.quotaCode(), quota.value());
      }
    }
    return new Quotas(byCode);
  }

  /** Whether the account may not even run one. A type under no known quota is not forbidden. */
  boolean forbids(InstanceType type, CapacityType capacity) {
    return code(type.name(), capacity)
        .flatMap(code -> Optional.ofNullable(vcpusByCode.get(code)))
        .filter(limit -> limit <= 0 || limit < type.vcpus())
        .isPresent();
  }

  private static Optional<String> code(String type, CapacityType capacity) {
    return switch (capacity) {
      case ON_DEMAND -> code(type, ON_DEMAND, STANDARD_ON_DEMAND);
      case SPOT -> type.startsWith("p") ? spotCodeOfP(type) : code(type, SPOT, STANDARD_SPOT);
      // A block is paid for, and so allowed.
      case RESERVED -> Optional.empty();
    };
  }

  private static Optional<String> code(String type, Map<String, String> codes, String standard) {
    String letters = Families.lettersOf(type);
    boolean isStandard = letters.length() == 1 && STANDARD_FAMILIES.contains(letters);
    return Optional.ofNullable(codes.get(letters))
        .or(() -> isStandard ? Optional.of(standard) : Optional.empty());
  }

  /** P2 to P4 share one quota and P5 has its own; that of later ones is not known. */
  private static Optional<String> spotCodeOfP(String type) {
    if (type.matches("p[234].*")) {
      return Optional.of(SPOT_P2_TO_P4);
    }
    return type.startsWith("p5") ? Optional.of(SPOT_P5) : Optional.empty();
  }
}
