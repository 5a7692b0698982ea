package io.tradewind.server.alert;

import io.tradewind.server.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A wish for a price as it is sent: the demand as a workload, or in short as an accelerator, a
 * count, regions and a capacity type.
 */
@Schema(name = "AlertRequest", description = "A wish for a price.")
public record AlertRequest(
    @Schema(nullable = true, description = "Made from the wish when absent.", maxLength = 200)
        @Nullable String name,
    @Schema(nullable = true, description = "A model name or alias.", examples = "H100")
        @Nullable String accelerator,
    @Schema(nullable = true, description = "Of the accelerator; 1 when absent.", examples = "8")
        @Nullable Double count,
    @Schema(
            nullable = true,
            description = "Country, continent, bloc or provider region.",
            examples = "[\"EU\"]")
        @Nullable List<String> regions,
    @Schema(
            nullable = true,
            enumeration = {"on_demand", "spot", "reserved", "any"},
            description = "any when absent.")
        @Nullable String capacityType,
    @Schema(
            type = SchemaType.OBJECT,
            nullable = true,
            description =
                "In place of accelerator and the rest: a workload, of which the demand counts.")
        @Nullable Map<String, Object> workload,
    @Schema(
            required = true,
            description = "Fires when an hour costs less than this, for all machines together.",
            examples = "18 USD")
        @Nullable String under,
    @Schema(
            nullable = true,
            maxLength = 2000,
            description = "Where to send it: https, to an address on the public internet.")
        @Nullable String webhookUrl) {

  /** The demand in the field's grammar: cheapest by list price, whatever the workload says. */
  Map<String, Object> demand() {
    if ((workload == null) == (accelerator == null)) {
      throw ProblemException.field(
          "accelerator",
          "An alert is about either an accelerator or a workload.",
          "Name one, such as accelerator: H100, or send the workload.");
    }
    Map<String, Object> tree = workload == null ? inShort() : new LinkedHashMap<>(workload);
    Object wishes = tree.getOrDefault("placement", Map.of());
    if (wishes instanceof Map<?, ?> given) {
      Map<Object, Object> placement = new LinkedHashMap<>(given);
      placement.put("objective", "cheapest");
      placement.put("cost", "list");
      tree.put("placement", placement);
    }
    return tree;
  }

  /** As a person would say it. */
  String title() {
    return Optional.ofNullable(name)
        .map(String::strip)
        .filter(given -> !given.isEmpty())
        .orElseGet(() -> workload == null ? inWords() : "A workload under " + under + "/h");
  }

  private Map<String, Object> inShort() {
    double wanted = count == null ? 1 : count;
    Map<String, Object> resources = new LinkedHashMap<>();
    Object number = wanted == Math.rint(wanted) ? (Object) (int) wanted : (Object) wanted;
    resources.put("accelerators", Map.of(String.valueOf(accelerator), number));
    resources.put("capacity", capacityType == null ? "any" : capacityType);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("resources", resources);
    if (regions != null && !regions.isEmpty()) {
      tree.put("placement", Map.of("regions", List.copyOf(regions)));
    }
    return tree;
  }

  private String inWords() {
    double wanted = count == null ? 1 : count;
    String number = wanted == Math.rint(wanted) ? Long.toString((long) wanted) : "" + wanted;
    String where = regions == null || regions.isEmpty() ? "" : " in " + String.join(", ", regions);
    return "%s × %s%s under %s/h".formatted(number, accelerator, where, under);
  }
}
