package io.tradewind.adapters.gcp;

import io.tradewind.api.AccountKind;
import io.tradewind.api.AccountKind.Field;
import io.tradewind.api.AccountKind.Form;
import io.tradewind.api.AccountKind.Grant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How an organization connects a project at Google Cloud. */
final class GcpAccount {
  private static final String COMMANDS =
      """
      gcloud compute networks create tradewind --subnet-mode=auto
      gcloud iam roles create tradewind --project=PROJECT --file=role.yaml
      gcloud iam service-accounts create tradewind --project=PROJECT
      gcloud projects add-iam-policy-binding PROJECT \\
        --member=serviceAccount:tradewind@PROJECT.iam.gserviceaccount.com \\
        --role=projects/PROJECT/roles/tradewind
      """;

  static final AccountKind KIND =
      new AccountKind(
              GcpProvider.ID,
              "Google Cloud",
              List.of(
                  new Field(
                      "project",
                      "Project",
                      "The id of the project in which machines are started.",
                      Form.TEXT,
                      true,
                      "my-project-1234"),
                  new Field(
                      "credentials",
                      "Service account key",
                      "The JSON text of a key of a service account that has the role, where there is no"
                          + " file.",
                      Form.SECRET,
                      false,
                      ""),
                  new Field(
                      "credentials-file",
                      "Workload identity",
                      "A configuration without a key, which the operator has put there: file:NAME.",
                      Form.FILE,
                      false,
                      "file:workload-identity.json")),
              Set.of(
                  "endpoint-billing",
                  "endpoint-compute",
                  "endpoint-quotas",
                  "endpoint-projects",
                  "endpoint-tpu",
                  "time-limit",
                  "regions",
                  "network",
                  "disk-gigabytes"),
              "broker",
              Optional.empty(),
              names ->
                  List.of(
                      new Grant("Custom role: role.yaml", role()),
                      new Grant("Commands, once", COMMANDS)))
          .withGangs();

  private GcpAccount() {}

  static String role() {
    try (InputStream stream = GcpAccount.class.getResourceAsStream("role.yaml")) {
      if (stream == null) {
        throw new IllegalStateException("role.yaml is missing from the adapter's jar.");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("role.yaml cannot be read from the adapter's jar.", e);
    }
  }

  /** What the role allows, in Google's words. */
  static List<String> permissions() {
    return role()
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("- "))
        .map(line -> line.substring(2).strip())
        .toList();
  }
}
