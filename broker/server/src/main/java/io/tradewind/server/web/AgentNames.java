package io.tradewind.server.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Messages of agents have short names in their own package, such as {@code Request}; in the one
 * document that all share, those that only agents use are called {@code AgentRequest}.
 */
final class AgentNames {
  private static final String AGENTS = "/agent/";
  private static final String PREFIX = "Agent";
  private static final String REFERENCE = "#/components/schemas/";

  private final Map<String, Schema> schemas;

  private AgentNames(Map<String, Schema> schemas) {
    this.schemas = schemas;
  }

  static void give(OpenAPI contract) {
    if (contract.getPaths() != null && contract.getComponents() != null) {
      new AgentNames(new LinkedHashMap<>(contract.getComponents().getSchemas())).rename(contract);
    }
  }

  private void rename(OpenAPI contract) {
    Map<String, PathItem> paths = contract.getPaths().getPathItems();
    List<Schema> ofAgents = inside(paths, true);
    List<Schema> ofOthers = inside(paths, false);
    Set<String> theirs = named(ofAgents);
    theirs.removeAll(named(ofOthers));
    Map<String, String> names = names(theirs);
    Map<String, Schema> renamed = new LinkedHashMap<>();
    schemas.forEach((name, schema) -> renamed.put(names.getOrDefault(name, name), schema));
    contract.getComponents().setSchemas(renamed);
    Stream.concat(ofAgents.stream(), schemas.values().stream().flatMap(AgentNames::parts))
        .filter(schema -> names.containsKey(target(schema)))
        .forEach(schema -> schema.setRef(REFERENCE + names.get(target(schema))));
  }

  /** New names by old ones; a number that told a message from one of others is not needed. */
  private Map<String, String> names(Set<String> theirs) {
    Set<String> taken = new HashSet<>(schemas.keySet());
    Map<String, String> names = new LinkedHashMap<>();
    theirs.stream()
        .filter(name -> !name.startsWith(PREFIX))
        .sorted()
        .forEach(
            name ->
                Stream.of(PREFIX + name.replaceFirst("[0-9]+$", ""), PREFIX + name)
                    .filter(taken::add)
                    .findFirst()
                    .ifPresent(free -> names.put(name, free)));
    return names;
  }

  /** The schemas that stand in the operations themselves. */
  private static List<Schema> inside(Map<String, PathItem> paths, boolean ofAgents) {
    return paths.entrySet().stream()
        .filter(path -> path.getKey().startsWith(AGENTS) == ofAgents)
        .flatMap(path -> path.getValue().getOperations().values().stream())
        .flatMap(AgentNames::schemas)
        .flatMap(AgentNames::parts)
        .toList();
  }

  private static Stream<Schema> schemas(Operation operation) {
    List<@Nullable Content> contents = new ArrayList<>();
    if (operation.getRequestBody() != null) {
      contents.add(operation.getRequestBody().getContent());
    }
    if (operation.getResponses() != null) {
      operation
          .getResponses()
          .getAPIResponses()
          .values()
          .forEach(response -> contents.add(response.getContent()));
    }
    return Stream.concat(
        contents.stream()
            .filter(Objects::nonNull)
            .flatMap(content -> content.getMediaTypes().values().stream())
            .map(type -> type.getSchema()),
        Stream.ofNullable(operation.getParameters())
            .flatMap(Collection::stream)
            .map(parameter -> parameter.getSchema()));
  }

  /** A schema with all that stand inside it; what it refers to is not followed. */
  private static Stream<Schema> parts(@Nullable Schema schema) {
    if (schema == null) {
      return Stream.empty();
    }
    Stream<Schema> inner =
        Stream.of(schema.getAnyOf(), schema.getOneOf(), schema.getAllOf())
            .filter(Objects::nonNull)
            .flatMap(List::stream);
    Stream<Schema> properties =
        Stream.ofNullable(schema.getProperties()).flatMap(all -> all.values().stream());
    Stream<Schema> elements =
        Stream.of(schema.getItems(), schema.getAdditionalPropertiesSchema())
            .filter(Objects::nonNull);
    return Stream.concat(
        Stream.of(schema),
        Stream.of(inner, properties, elements).flatMap(it -> it).flatMap(AgentNames::parts));
  }

  /** Every name that these lead to. */
  private Set<String> named(List<Schema> from) {
    Set<String> names = new HashSet<>();
    List<Schema> open = new ArrayList<>(from);
    while (!open.isEmpty()) {
      String name = target(open.remove(open.size() - 1));
      if (!name.isEmpty() && names.add(name)) {
        parts(schemas.get(name)).forEach(open::add);
      }
    }
    return names;
  }

  private static String target(Schema schema) {
    String reference = schema.getRef();
    return reference == null ? "" : reference.substring(reference.lastIndexOf('/') + 1);
  }
}
