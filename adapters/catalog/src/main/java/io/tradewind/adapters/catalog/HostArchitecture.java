package io.tradewind.adapters.catalog;

import io.tradewind.api.Architecture;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The instruction set, from how sellers name their types, for files that do not say it. AWS marks
 * its Arm families with a g after the generation, Azure with a p among the feature letters; Google
 * and Oracle have families of their own.
 */
final class HostArchitecture {
  private static final Map<String, Pattern> ARM_TYPES =
      Map.of(
          "aws", Pattern.compile("(a1|[a-z]+\\d+g[a-z]*)\\..*"),
          "azure", Pattern.compile("(standard_)?[a-z]+\\d+(-\\d+)?[a-z]*p[a-z]*_v\\d+"),
          "gcp", Pattern.compile("(t2a|c4a|n4a|a4x)-.*"),
          "oci", Pattern.compile("(vm|bm)\\.standard\\.a\\d.*"));
  private static final Pattern NONE = Pattern.compile("(?!)");

  private HostArchitecture() {}

  static Architecture of(String seller, String instanceType) {
    Pattern arm = ARM_TYPES.getOrDefault(seller.toLowerCase(Locale.ROOT), NONE);
    boolean isArm = arm.matcher(instanceType.toLowerCase(Locale.ROOT)).matches();
    return isArm ? Architecture.ARM64 : Architecture.X86_64;
  }
}
