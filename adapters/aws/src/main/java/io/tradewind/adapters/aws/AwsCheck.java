package io.tradewind.adapters.aws;

import io.tradewind.api.AccountReport;
import io.tradewind.api.AccountReport.Quota;
import io.tradewind.api.AccountReport.Right;
import io.tradewind.api.AccountReport.Verdict;
import io.tradewind.api.Architecture;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Memory;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;

/**
 * What the account may do: reads are done, and what would make something is asked as a dry run,
 * which EC2 answers without making it.
 */
final class AwsCheck {
  private static final String TYPE = "t3.micro";
  private static final LeaseId NO_LEASE = new LeaseId(new UUID(0, 0));

  private final AwsSession session;
  private final AwsSettings settings;
  private final String region;
  private final List<Right> rights = new ArrayList<>();

  AwsCheck(AwsSession session, AwsSettings settings) {
    this.session = session;
    this.settings = settings;
    region = settings.regions().get(0);
  }

  AccountReport report() throws ProviderException {
    String identity = session.identity();
    demandsTheExternalId();
    MachineTags tags = new MachineTags(settings.provisioning().broker());
    try (AwsCompute api = session.compute(region)) {
      ask("ec2:DescribeRegions", true, "where machines could be", api::regions);
      ask(
          "ec2:DescribeInstances",
          true,
          "finds its own machines",
          () -> api.living(tags.filters()));
      ask("ec2:DescribeSubnets", true, "where a machine goes", () -> api.subnets("", ""));
      ask("ec2:RunInstances", true, "starts machines", () -> api.mayRun(request(tags)));
    }
    rights.add(
        new Right(
            "ec2:TerminateInstances",
            Verdict.UNKNOWN,
            true,
            "can only be seen on a machine; the policy allows it for this broker's own"));
    return new AccountReport(identity, rights, quotas());
  }

  /** Else whoever is served by this broker too could name the role. */
  private void demandsTheExternalId() throws ProviderException {
    Optional<Boolean> demanded = session.roleDemandsExternalId();
    demanded.ifPresent(
        is ->
            rights.add(
                new Right(
                    "sts:ExternalId",
                    is ? Verdict.GRANTED : Verdict.MISSING,
                    true,
                    is
                        ? "the role demands it"
                        : "the role can be assumed without it; add the condition of the trust"
                            + " policy")));
  }

  private List<Quota> quotas() throws ProviderException {
    List<Quota> quotas = new ArrayList<>();
    try (AwsRegion api = session.open(region)) {
      ask(
          "servicequotas:ListServiceQuotas",
          false,
          "how much the account may run",
          () -> {
            for (ServiceQuota quota : api.quotas()) {
              if (quota.quotaName() != null && quota.value() != null && isOfMachines(quota)) {
                quotas.add(
                    new Quota(
                        quota.quotaName(),
                        region,
                        quota.value().longValue(),
                        OptionalLong.empty()));
              }
            }
            return quotas;
          });
    }
    return quotas;
  }

  private static boolean isOfMachines(ServiceQuota quota) {
    return quota.quotaName().startsWith("Running On-Demand")
        || quota.quotaName().contains("Spot Instance Requests");
  }

  private static RunInstancesRequest request(MachineTags tags) {
    InstanceType type =
        new InstanceType(
            TYPE,
            Optional.empty(),
            2,
            Memory.ofGibibytes(1),
            Architecture.X86_64,
            Interconnect.UNKNOWN);
    return RunInstancesRequest.builder()
        .minCount(1)
        .maxCount(1)
        .instanceType(TYPE)
        .imageId(MachineImages.of(type).orElseThrow())
        .tagSpecifications(
            tags.of(NO_LEASE, ResourceType.INSTANCE),
            tags.of(NO_LEASE, ResourceType.VOLUME),
            tags.of(NO_LEASE, ResourceType.NETWORK_INTERFACE))
        .build();
  }

  private interface Asking {
    Object now() throws ProviderException;
  }

  /** A refusal is an answer; silence is not. */
  private void ask(String action, boolean needed, String what, Asking asking)
      throws ProviderException {
    try {
      Object unused = asking.now();
      rights.add(new Right(action, Verdict.GRANTED, needed, what));
    } catch (ProviderException e) {
      if (e.fault() != Fault.CREDENTIALS_REFUSED) {
        throw e;
      }
      rights.add(new Right(action, Verdict.MISSING, needed, String.valueOf(e.getMessage())));
    }
  }
}
