package io.tradewind.adapters.gcp;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.compute.v1.Allowed;
import com.google.cloud.compute.v1.DeleteFirewallRequest;
import com.google.cloud.compute.v1.DeleteResourcePolicyRequest;
import com.google.cloud.compute.v1.Firewall;
import com.google.cloud.compute.v1.FirewallsClient;
import com.google.cloud.compute.v1.FirewallsSettings;
import com.google.cloud.compute.v1.InsertFirewallRequest;
import com.google.cloud.compute.v1.InsertResourcePolicyRequest;
import com.google.cloud.compute.v1.ListFirewallsRequest;
import com.google.cloud.compute.v1.Operation;
import com.google.cloud.compute.v1.RegionOperationsClient;
import com.google.cloud.compute.v1.RegionOperationsSettings;
import com.google.cloud.compute.v1.ResourcePoliciesClient;
import com.google.cloud.compute.v1.ResourcePoliciesSettings;
import com.google.cloud.compute.v1.ResourcePolicy;
import com.google.cloud.compute.v1.ResourcePolicyGroupPlacementPolicy;
import io.tradewind.api.Gang;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Provisioner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the machines of a gang share: a firewall rule that lets in, at machines with the gang's tag,
 * others with that tag alone, and, where they are to be close, a compact placement policy. Neither
 * costs anything. They are made by whichever machine comes first, and go some time after the last.
 */
final class GangNetworks implements AutoCloseable {
  static final String PREFIX = "tradewind-gang-";

  /** A rule does not know its machines, so one whose first machine is on its way is left alone. */
  private static final Duration YOUNG = Duration.ofHours(1);

  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;

  /** Rules have no labels. */
  private static final Pattern OURS = Pattern.compile("tradewind-broker=(\\S+) region=(\\S+)");

  private final String project;
  private final GcpSettings.Provisioning settings;
  private final GoogleFaults faults;
  private final Clock clock;
  private final FirewallsClient firewalls;
  private final ResourcePoliciesClient policies;
  private final RegionOperationsClient operations;

  /** Nothing is called yet. */
  GangNetworks(
      String project,
      GcpSettings settings,
      CredentialsProvider credentials,
      GoogleFaults faults,
      Clock clock) {
    this.project = project;
    this.settings = settings.provisioning();
    this.faults = faults;
    this.clock = clock;
    try {
      firewalls = firewalls(settings, credentials);
      policies = policies(settings, credentials);
      operations = operations(settings, credentials);
    } catch (IOException e) {
      throw new UncheckedIOException("Google's network clients cannot be made.", e);
    }
  }

  /**
   * A gang's place in a region.
   *
   * @param tag by which its machines let each other in
   * @param policy that places them together
   */
  record Place(Gang gang, String tag, Optional<String> policy) {}

  /** Makes what is missing of it. */
  Place of(Gang gang, String region) throws ProviderException {
    String name = PREFIX + gang.name();
    try {
      open(name, region);
      Optional<String> policy =
          gang.close() ? Optional.of(together(name, gang, region)) : Optional.empty();
      return new Place(gang, name, policy);
    } catch (ProviderException e) {
      if (e.fault() != Fault.CREDENTIALS_REFUSED) {
        throw e;
      }
      // An account whose role is older starts single machines as before.
      throw faults.of(
          Fault.NO_CAPACITY,
          "the account's role allows no gangs; paste it anew: " + e.getMessage());
    }
  }

  private void open(String name, String region) throws ProviderException {
    Firewall rule =
        Firewall.newBuilder()
            .setName(name)
            .setDescription("tradewind-broker=%s region=%s".formatted(settings.broker(), region))
            .setNetwork("global/networks/" + settings.network())
            .setDirection("INGRESS")
            .addSourceTags(name)
            .addTargetTags(name)
            .addAllowed(Allowed.newBuilder().setIPProtocol("all"))
            .build();
    try {
      Operation unused =
          firewalls
              .insertCallable()
              .call(
                  InsertFirewallRequest.newBuilder()
                      .setProject(project)
                      .setFirewallResource(rule)
                      .build());
    } catch (ApiException e) {
      if (!GoogleFaults.isStatus(e, CONFLICT)) {
        throw faults.nameChange("letting the machines of a gang in", e);
      }
    }
  }

  /** Waits until it is there: a machine cannot be asked for in what is being made. */
  private String together(String name, Gang gang, String region) throws ProviderException {
    ResourcePolicy policy =
        ResourcePolicy.newBuilder()
            .setName(name)
            .setGroupPlacementPolicy(
                ResourcePolicyGroupPlacementPolicy.newBuilder()
                    .setCollocation("COLLOCATED")
                    .setVmCount(gang.nodes()))
            .build();
    try {
      Operation made =
          policies
              .insertCallable()
              .call(
                  InsertResourcePolicyRequest.newBuilder()
                      .setProject(project)
                      .setRegion(region)
                      .setResourcePolicyResource(policy)
                      .build());
      if (made.getStatus() != Operation.Status.DONE) {
        Operation unused = operations.wait(project, region, made.getName());
      }
    } catch (ApiException e) {
      if (!GoogleFaults.isStatus(e, CONFLICT)) {
        throw faults.nameChange("placing the machines of a gang together", e);
      }
    }
    return "projects/%s/regions/%s/resourcePolicies/%s".formatted(project, region, name);
  }

  /**
   * Takes away what belongs to gangs of this broker without machines. What cannot be looked at, by
   * an account whose role is older, was not made either.
   *
   * @param gangs by name, those that have machines
   */
  void keepOnly(Set<String> gangs) throws ProviderException {
    ListFirewallsRequest all =
        ListFirewallsRequest.newBuilder()
            .setProject(project)
            .setFilter("name eq \"%s.*\"".formatted(PREFIX))
            .build();
    try {
      for (Firewall rule : firewalls.list(all).iterateAll()) {
        Matcher ours = OURS.matcher(rule.getDescription());
        if (ours.matches()
            && ours.group(1).equals(settings.broker())
            && !gangs.contains(rule.getName().substring(PREFIX.length()))
            && isOld(rule)) {
          drop(rule.getName(), ours.group(2));
        }
      }
    } catch (ApiException e) {
      ProviderException named = faults.name("listing the networks of gangs", e);
      if (named.fault() != Fault.CREDENTIALS_REFUSED) {
        throw named;
      }
    }
  }

  private boolean isOld(Firewall rule) {
    Instant made = OffsetDateTime.parse(rule.getCreationTimestamp()).toInstant();
    return made.plus(YOUNG).isBefore(clock.instant());
  }

  /** The rule last: it is what is looked for. */
  private void drop(String name, String region) throws ProviderException {
    ifThere(
        () ->
            policies
                .deleteCallable()
                .call(
                    DeleteResourcePolicyRequest.newBuilder()
                        .setProject(project)
                        .setRegion(region)
                        .setResourcePolicy(name)
                        .build()));
    ifThere(
        () ->
            firewalls
                .deleteCallable()
                .call(
                    DeleteFirewallRequest.newBuilder()
                        .setProject(project)
                        .setFirewall(name)
                        .build()));
  }

  private void ifThere(Runnable deletion) throws ProviderException {
    try {
      deletion.run();
    } catch (ApiException e) {
      if (!GoogleFaults.isStatus(e, NOT_FOUND)) {
        throw faults.nameChange("taking a gang's network away", e);
      }
    }
  }

  @Override
  public void close() {
    firewalls.close();
    policies.close();
    operations.close();
  }

  private static FirewallsClient firewalls(GcpSettings settings, CredentialsProvider credentials)
      throws IOException {
    FirewallsSettings.Builder builder = FirewallsSettings.newBuilder();
    settings.computeEndpoint().ifPresent(builder::setEndpoint);
    builder.setCredentialsProvider(credentials);
    Patience.none(builder.listSettings(), settings.timeLimit());
    Patience.none(builder.insertSettings(), asking(settings));
    Patience.none(builder.deleteSettings(), settings.timeLimit());
    return FirewallsClient.create(builder.build());
  }

  private static ResourcePoliciesClient policies(
      GcpSettings settings, CredentialsProvider credentials) throws IOException {
    ResourcePoliciesSettings.Builder builder = ResourcePoliciesSettings.newBuilder();
    settings.computeEndpoint().ifPresent(builder::setEndpoint);
    builder.setCredentialsProvider(credentials);
    Patience.none(builder.insertSettings(), asking(settings));
    Patience.none(builder.deleteSettings(), settings.timeLimit());
    return ResourcePoliciesClient.create(builder.build());
  }

  private static RegionOperationsClient operations(
      GcpSettings settings, CredentialsProvider credentials) throws IOException {
    RegionOperationsSettings.Builder builder = RegionOperationsSettings.newBuilder();
    settings.computeEndpoint().ifPresent(builder::setEndpoint);
    builder.setCredentialsProvider(credentials);
    Patience.none(builder.waitSettings(), asking(settings));
    return RegionOperationsClient.create(builder.build());
  }

  private static Duration asking(GcpSettings settings) {
    Duration limit = settings.timeLimit();
    return limit.compareTo(Provisioner.LONGEST_REQUEST) < 0 ? limit : Provisioner.LONGEST_REQUEST;
  }
}
