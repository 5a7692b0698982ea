package io.tradewind.server.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Gives the document one order, so that the committed contract changes only where the contract
 * changes.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class StableOrder implements OASFilter {
  @Override
  public void filterOpenAPI(OpenAPI contract) {
    AgentNames.give(contract);
    Described.give(contract);
    var paths = contract.getPaths();
    var components = contract.getComponents();
    again(contract.getOpenapi(), contract::setOpenapi);
    again(contract.getInfo(), contract::setInfo);
    again(contract.getSecurity(), contract::setSecurity);
    again(contract.getTags(), contract::setTags);
    again(paths == null ? null : sorted(paths), contract::setPaths);
    again(components == null ? null : sorted(components), contract::setComponents);
  }

  /**
   * A part stands where it was first set: taken out and set again, it comes after those before it.
   */
  private static <T> void again(@Nullable T part, Consumer<@Nullable T> setter) {
    setter.accept(null);
    setter.accept(part);
  }

  private static Paths sorted(Paths paths) {
    var sorted = OASFactory.createPaths();
    sorted(paths.getPathItems()).forEach(sorted::addPathItem);
    return sorted;
  }

  private static Components sorted(Components components) {
    if (components.getSchemas() != null) {
      components.setSchemas(sorted(components.getSchemas()));
      components.getSchemas().values().forEach(StableOrder::withoutTypeBesideChoices);
    }
    return components;
  }

  /**
   * A property that is one of several things says so in {@code anyOf}; the type beside it depends
   * on the order in which classes are read, and {@code object} beside {@code null} would be wrong.
   */
  private static void withoutTypeBesideChoices(Schema schema) {
    if (schema.getAnyOf() != null && !schema.getAnyOf().isEmpty()) {
      schema.setType(null);
    }
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(StableOrder::withoutTypeBesideChoices);
    }
    if (schema.getItems() != null) {
      withoutTypeBesideChoices(schema.getItems());
    }
  }

  private static <T> Map<String, T> sorted(@Nullable Map<String, T> unsorted) {
    return unsorted == null ? Map.of() : new LinkedHashMap<>(new TreeMap<>(unsorted));
  }
}
