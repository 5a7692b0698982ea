package io.tradewind.adapters.aws;

import io.tradewind.api.AccountKind;
import io.tradewind.api.AccountKind.Field;
import io.tradewind.api.AccountKind.Form;
import io.tradewind.api.AccountKind.Grant;
import io.tradewind.api.AccountKind.Names;
import io.tradewind.api.ProviderContext;
import io.tradewind.rest.SettingValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How an organization connects an account at AWS: by a role that trusts the broker's own identity,
 * where the operator has named that, or by an access key.
 */
final class AwsAccount {
  static final String EXTERNAL_ID = "external-id";
  static final String PRINCIPAL = "principal";

  private static final Field ROLE =
      new Field(
          "role-arn",
          "Role",
          "The role that the broker assumes. Nothing secret is stored.",
          Form.TEXT,
          false,
          "arn:aws:iam::111122223333:role/tradewind");
  private static final List<Field> KEY =
      List.of(
          new Field(
              "access-key-id",
              "Access key",
              "The id of the access key of a user that has the policy, where there is no role.",
              Form.TEXT,
              false,
              "AKIA…"),
          new Field(
              "secret-access-key",
              "Secret access key",
              "The secret that belongs to it.",
              Form.SECRET,
              false,
              ""));
  private static final Field REGIONS =
      new Field(
          "regions",
          "Regions",
          "The regions to start machines in, separated by commas; the broker's own list without.",
          Form.TEXT,
          false,
          "eu-central-1,us-east-1");

  private AwsAccount() {}

  static AccountKind kind(ProviderContext operator) {
    Optional<String> principal = new SettingValues("aws", operator).text(PRINCIPAL);
    List<Field> fields = new ArrayList<>();
    principal.ifPresent(any -> fields.add(ROLE));
    fields.addAll(KEY);
    fields.add(REGIONS);
    return new AccountKind(
            AwsProvider.ID,
            "Amazon Web Services",
            fields,
            Set.of("regions", "endpoint", "time-limit", "reading-limit", "disk-gigabytes"),
            "broker",
            principal.map(any -> EXTERNAL_ID),
            names -> grants(names, principal))
        .withGangs();
  }

  private static List<Grant> grants(Names names, Optional<String> principal) {
    List<Grant> grants = new ArrayList<>();
    grants.add(new Grant("Permissions policy, for the role or the user", policy(names.broker())));
    principal.ifPresent(
        arn -> grants.add(new Grant("Trust policy of the role", trust(arn, names.externalId()))));
    return grants;
  }

  /** What the broker may do, to machines that bear its name alone. */
  static String policy(String broker) {
    try (InputStream stream = AwsAccount.class.getResourceAsStream("policy.json")) {
      if (stream == null) {
        throw new IllegalStateException("policy.json is missing from the adapter's jar.");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .replace(
              "tradewind:broker\": \"tradewind\"", "tradewind:broker\": \"%s\"".formatted(broker));
    } catch (IOException e) {
      throw new UncheckedIOException("policy.json cannot be read from the adapter's jar.", e);
    }
  }

  private static String trust(String principal, String externalId) {
    return """
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Principal": { "AWS": "%s" },
          "Action": "sts:AssumeRole",
          "Condition": { "StringEquals": { "sts:ExternalId": "%s" } }
        }
      ]
    }
    """
        .formatted(principal, externalId);
  }
}
