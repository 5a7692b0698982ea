package io.tradewind.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The chart, rendered by Helm itself and read into Kubernetes' own types. */
final class Chart {
  static final Path FOLDER = Path.of("tradewind");
  static final Path VALUES = Path.of("src/test/resources/values");

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Stream.<Class<? extends HasMetadata>>of(
              ConfigMap.class,
              Deployment.class,
              HorizontalPodAutoscaler.class,
              Ingress.class,
              NetworkPolicy.class,
              PodDisruptionBudget.class,
              PrometheusRule.class,
              Service.class,
              ServiceAccount.class,
              ServiceMonitor.class)
          .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Chart() {}

  static String render(Path values) {
    return new Helm(FOLDER)
        .template()
        .withName("tradewind")
        .withNamespace("compute")
        .withValuesFile(values)
        .call();
  }

  /** Every document; a field that Kubernetes does not know is refused. */
  static List<HasMetadata> documents(String rendered) {
    try (var found = YAML.readerFor(JsonNode.class).<JsonNode>readValues(rendered)) {
      return found.readAll().stream().filter(it -> !it.isEmpty()).map(Chart::typed).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <T> List<T> all(Class<T> kind, List<HasMetadata> documents) {
    return documents.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  static <T> T only(Class<T> kind, List<HasMetadata> documents) {
    List<T> found = all(kind, documents);
    if (found.size() != 1) {
      throw new AssertionError("%d of %s".formatted(found.size(), kind.getSimpleName()));
    }
    return found.get(0);
  }

  private static HasMetadata typed(JsonNode document) {
    String kind = document.path("kind").asText();
    Class<? extends HasMetadata> type = KINDS.get(kind);
    if (type == null) {
      throw new AssertionError("A %s is not foreseen.".formatted(kind));
    }
    try {
      HasMetadata read = strict().treeToValue(document, type);
      if (!HasMetadata.getApiVersion(type).equals(read.getApiVersion())) {
        throw new AssertionError("%s is %s.".formatted(kind, read.getApiVersion()));
      }
      return read;
    } catch (JsonProcessingException e) {
      throw new AssertionError("%s: %s".formatted(kind, e.getOriginalMessage()), e);
    }
  }

  /** The types keep what they do not know as a remark; here that is a mistake. */
  private static ObjectMapper strict() {
    return new ObjectMapper()
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .setAnnotationIntrospector(
            new JacksonAnnotationIntrospector() {
              @Override
              public Boolean hasAnySetter(Annotated annotated) {
                return false;
              }
            });
  }
}
