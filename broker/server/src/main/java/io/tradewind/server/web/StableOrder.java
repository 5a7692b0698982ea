package io.tradewind.server.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/**
 * Sorts paths and schemas, so that the committed contract changes only where the contract changes.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class StableOrder implements OASFilter {
  @Override
  public void filterOpenAPI(OpenAPI contract) {
    var paths = contract.getPaths();
    if (paths != null && paths.getPathItems() != null) {
      var sorted = OASFactory.createPaths();
      sorted(paths.getPathItems()).forEach(sorted::addPathItem);
      contract.setPaths(sorted);
    }
    var components = contract.getComponents();
    if (components != null && components.getSchemas() != null) {
      components.setSchemas(sorted(components.getSchemas()));
    }
  }

  private static <T> Map<String, T> sorted(Map<String, T> unsorted) {
    return new LinkedHashMap<>(new TreeMap<>(unsorted));
  }
}
