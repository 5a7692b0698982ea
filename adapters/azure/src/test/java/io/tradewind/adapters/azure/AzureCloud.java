package io.tradewind.adapters.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.FakeCloud;
import io.tradewind.testkit.LoopbackApi;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** {@link FakeAzure} with a usual stock, as a whole cloud. */
public final class AzureCloud implements FakeCloud {
  private final FakeAzure azure = AzureScenario.stocked();

  @Override
  public ProviderFactory factory() {
    return azure.factory();
  }

  @Override
  public ProviderId id() {
    return AzureProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    return azure.settings();
  }

  @Override
  public String accelerators() {
    return "A100-80GB:1";
  }

  @Override
  public boolean makes(Offer offer) {
    return offer.instanceType().name().equals(Skus.A100);
  }

  @Override
  public List<Box> boxes() {
    synchronized (api()) {
      return azure.machines.boxes().stream().map(AzureCloud::box).toList();
    }
  }

  private static Box box(FakeMachines.Box box) {
    byte[] userData =
        Base64.getDecoder().decode(box.asked.at("/properties/osProfile/customData").asText());
    return new Box(
        LeaseId.parse(box.asked.path("tags").path(Machine.LEASE_TAG).asText()),
        box.name + "#" + box.number,
        new String(userData, StandardCharsets.UTF_8),
        !box.provisioning.equals("Deleting") && !box.provisioning.equals("Failed"));
  }

  @Override
  public void lose(LeaseId lease) {
    synchronized (api()) {
      azure.machines.lose(MachineRequest.name(lease));
    }
  }

  /** Networks let their own machines in, by Azure's usual rules, unless one of their own denies. */
  @Override
  public boolean reaches(LeaseId from, LeaseId to) {
    synchronized (api()) {
      JsonNode rules = azure.machines.network(at(to, "/networkSecurityGroup/id"));
      return network(from).equals(network(to)) && rules.at("/properties/securityRules").isEmpty();
    }
  }

  private String network(LeaseId lease) {
    return at(lease, "/ipConfigurations/0/properties/subnet/id");
  }

  private String at(LeaseId lease, String path) {
    String start = "/properties/networkProfile/networkInterfaceConfigurations/0/properties";
    return azure.machines.boxes().stream()
        .filter(box -> box.name.equals(MachineRequest.name(lease)))
        .findFirst()
        .map(box -> box.asked.at(start + path).asText())
        .orElseThrow();
  }

  @Override
  public void settle() {
    synchronized (api()) {
      azure.machines.settle();
    }
  }

  @Override
  public void recover() {
    synchronized (api()) {
      azure.recover();
    }
  }

  @Override
  public Call kind(ApiRequest request) {
    if (!request.path().contains("/virtualMachines")) {
      return Call.OTHER;
    }
    return switch (request.method()) {
      case "PUT" -> Call.START;
      case "DELETE" -> Call.STOP;
      default -> Call.LOOK;
    };
  }

  @Override
  public LoopbackApi api() {
    return azure.api;
  }

  @Override
  public void failNextOffers(Fault fault) {
    azure.fail(FakeAzure.SKUS, 1, reply(fault));
  }

  @Override
  public void failNextStart(Fault fault) {
    azure.machines.fail("PUT", reply(fault));
  }

  @Override
  public void loseNextStartReply() {
    azure.machines.loseNextReply();
  }

  @Override
  public boolean failNextFind(Fault fault) {
    azure.machines.fail("GET", reply(fault));
    return true;
  }

  @Override
  public boolean failNextOwned(Fault fault) {
    azure.machines.fail("LIST", reply(fault));
    return true;
  }

  @Override
  public boolean failNextStop(Fault fault) {
    azure.machines.fail("DELETE", reply(fault));
    return true;
  }

  @Override
  public boolean halfMakeNextStart() {
    azure.machines.failNextMachine("AllocationFailed");
    return true;
  }

  @Override
  public void close() {
    azure.close();
  }

  private static ApiReply reply(Fault fault) {
    return switch (fault) {
      case NO_CAPACITY -> FakeMachines.error(409, "SkuNotAvailable", "not in eastus");
      case QUOTA_EXCEEDED ->
          FakeMachines.error(409, "OperationNotAllowed", "exceeding approved Cores quota");
      case THROTTLED -> ApiReply.throttled(Duration.ofMinutes(1));
      case CREDENTIALS_REFUSED ->
          FakeMachines.error(403, "AuthorizationFailed", "no right, " + FakeAzure.SECRET);
      case UNREACHABLE, UNEXPECTED -> FakeMachines.error(500, "InternalServerError", "oh no");
    };
  }
}
