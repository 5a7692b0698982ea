package io.tradewind.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people install. */
class ChartTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path OBSERVABILITY = Path.of("..", "observability");

  /** With values that somebody might give, since without any the chart refuses to be rendered. */
  @Test
  void helmFindsNoFault(@TempDir Path folder) throws IOException {
    Path chart = folder.resolve("tradewind");
    copy(Chart.FOLDER, chart);
    var values = YAML.readTree(chart.resolve("values.yaml").toFile());
    YAML.readerForUpdating(values).readValue(Chart.VALUES.resolve("least.yaml").toFile());
    YAML.writeValue(chart.resolve("values.yaml").toFile(), values);

    var verdict = new Helm(chart).lint().strict().call();

    assertThat(verdict.isFailed()).as(String.join("\n", verdict.getMessages())).isFalse();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  /** {@code -Dgolden.update=true} writes what is rendered now. */
  @ParameterizedTest
  @ValueSource(strings = {"least", "most", "bare"})
  void whatIsRenderedIsWhatWasReviewed(String name) throws IOException {
    Path golden = Path.of("golden", name + ".yaml");
    String rendered = render(name);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, rendered);
    }

    assertThat(rendered).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @ValueSource(strings = {"least", "most", "bare"})
  void kubernetesKnowsEveryField(String name) {
    assertThat(documents(name)).isNotEmpty();
  }

  @Test
  void aFieldThatKubernetesDoesNotKnowIsFound() {
    String wrong = render("least").replace("minReadySeconds:", "minReadySecond:");

    assertThatThrownBy(() -> Chart.documents(wrong)).hasMessageContaining("minReadySecond");
  }

  @ParameterizedTest
  @ValueSource(strings = {"least", "most", "bare"})
  void nothingRunsAsRootOrWritesToItsImage(String name) {
    var pod = Chart.only(Deployment.class, documents(name)).getSpec().getTemplate().getSpec();

    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(65_532);
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getHostNetwork()).isNull();
    assertThat(pod.getVolumes()).noneMatch(volume -> volume.getHostPath() != null);
    assertThat(pod.getContainers())
        .singleElement()
        .satisfies(
            container -> {
              var context = container.getSecurityContext();
              assertThat(context.getReadOnlyRootFilesystem()).isTrue();
              assertThat(context.getAllowPrivilegeEscalation()).isFalse();
              assertThat(context.getPrivileged()).isNull();
              assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
              assertThat(container.getResources().getLimits()).containsKey("memory");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"least", "most", "bare"})
  void whatIsSecretStandsInNoRender(String name) {
    String rendered = render(name);

    assertThat(rendered).doesNotContain("kind: Secret\n");
    assertThat(broker(documents(name)).getEnv())
        .filteredOn(ChartTest::isSecret)
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(
            variable -> {
              assertThat(variable.getValue()).isNull();
              assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isNotBlank();
            });
  }

  /** {@code TRADEWIND_SECRET_MASTER_KEYS} says where they are. */
  private static boolean isSecret(EnvVar variable) {
    return variable.getName().matches(".*(_KEY|_SECRET|_PASSWORD|_TOKEN|DATABASE_URL)");
  }

  @Test
  void trafficComesWhenItIsReadyAndStopsBeforeItEnds() {
    Deployment deployment = Chart.only(Deployment.class, documents("least"));
    Container broker = broker(documents("least"));

    assertThat(broker.getStartupProbe().getHttpGet().getPath()).isEqualTo("/q/health/started");
    assertThat(broker.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/q/health/live");
    assertThat(broker.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/q/health/ready");
    assertThat(broker.getLifecycle().getPreStop().getSleep().getSeconds()).isEqualTo(10);
    assertThat(
            deployment.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable().getIntVal())
        .isZero();
    assertThat(deployment.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
        .isGreaterThan(10 + 30);
  }

  @Test
  void oneOfTwoMayBeMissingAndTheyStandApart() {
    var documents = documents("least");
    var pod = Chart.only(Deployment.class, documents).getSpec().getTemplate().getSpec();

    assertThat(Chart.only(Deployment.class, documents).getSpec().getReplicas()).isEqualTo(2);
    assertThat(
            Chart.only(PodDisruptionBudget.class, documents)
                .getSpec()
                .getMaxUnavailable()
                .getIntVal())
        .isEqualTo(1);
    assertThat(pod.getTopologySpreadConstraints())
        .extracting(it -> it.getTopologyKey())
        .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
  }

  @Test
  void whatScalesItselfIsNotGivenANumber() {
    var documents = documents("most");

    assertThat(Chart.only(Deployment.class, documents).getSpec().getReplicas()).isNull();
    assertThat(Chart.only(HorizontalPodAutoscaler.class, documents).getSpec().getScaleTargetRef())
        .satisfies(
            target ->
                assertThat(target.getName())
                    .isEqualTo(Chart.only(Deployment.class, documents).getMetadata().getName()));
  }

  @Test
  void nobodyCallsOrIsCalledButByTheRules() {
    List<NetworkPolicy> policies = Chart.all(NetworkPolicy.class, documents("most"));

    assertThat(policies).hasSize(2);
    assertThat(policies.get(0).getSpec().getIngress()).isEmpty();
    assertThat(policies.get(0).getSpec().getEgress()).isEmpty();
    assertThat(policies)
        .allSatisfy(
            policy ->
                assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress"));
    var open = policies.get(1).getSpec();
    assertThat(open.getIngress())
        .singleElement()
        .satisfies(it -> assertThat(it.getFrom()).hasSize(3));
    assertThat(open.getEgress())
        .filteredOn(rule -> rule.getPorts().get(0).getPort().getIntVal() == 443)
        .singleElement()
        .satisfies(
            rule ->
                assertThat(rule.getTo().get(0).getIpBlock().getExcept())
                    .contains("169.254.0.0/16"));
  }

  @Test
  void whereNobodyMayCallNobodyCan(@TempDir Path folder) throws IOException {
    var values = (ObjectNode) YAML.readTree(Chart.VALUES.resolve("least.yaml").toFile());
    values.withObject("/networkPolicy").putArray("ingressPeers");
    Path file = folder.resolve("values.yaml");
    YAML.writeValue(file.toFile(), values);

    assertThat(Chart.all(NetworkPolicy.class, Chart.documents(Chart.render(file))))
        .allSatisfy(policy -> assertThat(policy.getSpec().getIngress()).isEmpty());
  }

  @Test
  void theServiceAndTheIngressLeadToTheBroker() {
    var documents = documents("least");
    var pod = Chart.only(Deployment.class, documents).getSpec().getTemplate();
    Service service = Chart.only(Service.class, documents);
    Ingress ingress = Chart.only(Ingress.class, documents);

    assertThat(pod.getMetadata().getLabels()).containsAllEntriesOf(service.getSpec().getSelector());
    assertThat(service.getSpec().getPorts().get(0).getTargetPort().getStrVal())
        .isEqualTo(broker(documents).getPorts().get(0).getName());
    assertThat(
            ingress
                .getSpec()
                .getRules()
                .get(0)
                .getHttp()
                .getPaths()
                .get(0)
                .getBackend()
                .getService())
        .satisfies(to -> assertThat(to.getName()).isEqualTo(service.getMetadata().getName()));
    assertThat(ingress.getSpec().getTls().get(0).getHosts())
        .containsExactly(ingress.getSpec().getRules().get(0).getHost());
  }

  @Test
  void prometheusAndGrafanaAreGivenTheVeryFilesOfTheRepository() throws IOException {
    var documents = documents("most");

    JsonNode given =
        new ObjectMapper().valueToTree(Chart.only(PrometheusRule.class, documents).getSpec());
    JsonNode ours = YAML.readTree(OBSERVABILITY.resolve("alerts.yml").toFile());
    assertThat(given.findValuesAsText("alert")).isEqualTo(ours.findValuesAsText("alert"));
    assertThat(given.findValuesAsText("expr")).isEqualTo(ours.findValuesAsText("expr"));
    assertThat(given.findValuesAsText("summary")).isEqualTo(ours.findValuesAsText("summary"));

    var boards = Chart.only(ConfigMap.class, documents).getData();
    try (var files = Files.list(OBSERVABILITY.resolve("dashboards"))) {
      assertThat(files)
          .allSatisfy(
              file ->
                  assertThat(boards)
                      .containsEntry(file.getFileName().toString(), Files.readString(file)));
    }
    assertThat(Chart.only(ServiceMonitor.class, documents).getSpec().getEndpoints())
        .singleElement()
        .satisfies(
            endpoint ->
                assertThat(endpoint.getAuthorization().getCredentials().getName())
                    .isEqualTo("metrics"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host|compute|host",
        "identity.issuer|http://id.example|issuer",
        "secrets.database.name||database",
        "secrets.database.url|postgresql://u:p@h/n|url",
        "settings.TRADEWIND_LAMBDA_API_KEY|abc|TRADEWIND_LAMBDA_API_KEY",
        "image.tag|latest|tag",
        "ingress.tlsSecret||tlsSecret",
        "replicas|0|replicas",
        "replica|3|replica",
        "networkPolicy.databasePeers|null|databasePeers"
      })
  void badValuesAreRefusedByName(String line, @TempDir Path folder) throws IOException {
    String[] parts = line.split("\\|", -1);
    var values = (ObjectNode) YAML.readTree(Chart.VALUES.resolve("least.yaml").toFile());
    put(values, parts[0].split("\\."), parts[1]);
    Path file = folder.resolve("values.yaml");
    YAML.writeValue(file.toFile(), values);

    assertThatThrownBy(() -> Chart.render(file)).hasMessageContaining(parts[2]);
  }

  private static void put(ObjectNode values, String[] path, String value) {
    var at = values;
    for (int i = 0; i < path.length - 1; i++) {
      at = at.withObject("/" + path[i]);
    }
    String last = path[path.length - 1];
    if (value.matches("[0-9]+")) {
      at.put(last, Integer.parseInt(value));
    } else if (value.equals("null")) {
      at.putArray(last);
    } else {
      at.put(last, value);
    }
  }

  private static Container broker(List<HasMetadata> documents) {
    return Chart.only(Deployment.class, documents)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0);
  }

  private static String render(String name) {
    return Chart.render(Chart.VALUES.resolve(name + ".yaml"));
  }

  private static List<HasMetadata> documents(String name) {
    return Chart.documents(render(name));
  }
}
