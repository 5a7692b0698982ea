package io.tradewind.server.placement;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Reads the body of a request that holds a workload, JSON or YAML, into plain maps, lists and
 * values. Bounded: in length, in depth, and in how far YAML's aliases may unfold.
 */
public final class WorkloadBody {
  private static final int LONGEST = 1 << 20;
  private static final int DEEPEST = 40;
  private static final int MOST_ALIASES = 50;
  private static final Set<String> YAML =
      Set.of("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/vnd.yaml");
  private static final String JSON = "application/json";

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * To make one takes longer than to read a workload. It may be used again, but not by two at once,
   * nor after a failure, whose beginnings it would go on with.
   */
  private static final ThreadLocal<Yaml> READER = ThreadLocal.withInitial(WorkloadBody::reader);

  private WorkloadBody() {}

  /**
   * @param contentType of the request, with or without parameters
   * @throws ProblemException naming line and column where the body cannot be read
   */
  public static Map<String, Object> tree(@Nullable String contentType, String body) {
    if (body.length() > LONGEST) {
      throw new ProblemException(
          413,
          "body_too_large",
          "The workload has %d characters; at most %d are read.".formatted(body.length(), LONGEST));
    }
    String type = mediaType(contentType);
    if (type.equals(JSON)) {
      return PlainTree.of(json(body));
    }
    if (YAML.contains(type)) {
      return PlainTree.of(yaml(body));
    }
    throw new ProblemException(
        415,
        "unsupported_media_type",
        "A workload is read as application/json or application/yaml, not as '%s'.".formatted(type));
  }

  private static String mediaType(@Nullable String contentType) {
    return Optional.ofNullable(contentType)
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .orElse("");
  }

  private static @Nullable Object json(String body) {
    try {
      return MAPPER.readValue(body, Object.class);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw malformed(
          "JSON",
          firstLine(e.getOriginalMessage()),
          at == null ? Optional.empty() : Optional.of(new Place(at.getLineNr(), at.getColumnNr())));
    }
  }

  private static Yaml reader() {
    LoaderOptions limits = new LoaderOptions();
    limits.setAllowDuplicateKeys(false);
    limits.setAllowRecursiveKeys(false);
    limits.setMaxAliasesForCollections(MOST_ALIASES);
    limits.setNestingDepthLimit(DEEPEST);
    limits.setCodePointLimit(LONGEST);
    DumperOptions unused = new DumperOptions();
    return new Yaml(
        new SafeConstructor(limits), new Representer(unused), unused, limits, new PlainScalars());
  }

  private static @Nullable Object yaml(String body) {
    try {
      Yaml reader = READER.get();
      READER.remove();
      Object read = reader.load(body);
      READER.set(reader);
      return read;
    } catch (MarkedYAMLException e) {
      throw malformed("YAML", problem(e), Optional.ofNullable(e.getProblemMark()).map(Place::of));
    } catch (YAMLException e) {
      throw malformed("YAML", firstLine(e.getMessage()), Optional.empty());
    } catch (IllegalArgumentException e) {
      // An explicit tag such as !!int on what is none: the reader passes Java's complaint on.
      throw malformed("YAML", "A value is not of the kind its tag says", Optional.empty());
    }
  }

  /** Where in the body, counted from one. */
  private record Place(int line, int column) {
    static Place of(Mark mark) {
      return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
  }

  private static String problem(MarkedYAMLException e) {
    return firstLine(e.getProblem() == null ? e.getContext() : e.getProblem());
  }

  private static ProblemException malformed(String language, String what, Optional<Place> place) {
    String where =
        place.map(it -> " at line %d, column %d".formatted(it.line(), it.column())).orElse("");
    return new ProblemException(
        400,
        "malformed_body",
        "The body is not well-formed %s%s.".formatted(language, where),
        List.of(
            new FieldProblem(
                "body",
                "%s%s.".formatted(what, where),
                "Check quotes, brackets, indentation and repeated keys at that place and just"
                    + " before it.")));
  }

  private static String firstLine(@Nullable String text) {
    return Optional.ofNullable(text)
        .flatMap(it -> it.lines().findFirst())
        .map(line -> line.length() <= 200 ? line : line.substring(0, 200) + "…")
        .orElse("The text is not well formed")
        .replaceFirst("\\.$", "");
  }
}
