package io.tradewind.adapters.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.api.AccountReport;
import io.tradewind.api.AccountReport.Right;
import io.tradewind.api.AccountReport.Verdict;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which actions of the role a subscription grants, by Azure's own list of permissions. */
final class AzureCheck {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** They spare questions, or make gangs; single machines are started without them too. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "Microsoft.Compute/skus/read",
          "Microsoft.Compute/locations/usages/read",
          "Microsoft.Compute/proximityPlacementGroups/read",
          "Microsoft.Compute/proximityPlacementGroups/write",
          "Microsoft.Compute/proximityPlacementGroups/delete",
          "Microsoft.Network/networkSecurityGroups/delete",
          "Microsoft.Network/virtualNetworks/delete",
          "Microsoft.Resources/subscriptions/resourceGroups/resources/read");

  private AzureCheck() {}

  /**
   * @param permissions as Azure answers them
   */
  static AccountReport report(String subscription, String permissions) throws ProviderException {
    try {
      JsonNode granted = JSON.readTree(permissions).path("value");
      List<Right> rights = new ArrayList<>();
      for (JsonNode action : JSON.readTree(AzureAccount.role()).path("Actions")) {
        rights.add(right(action.asText(), granted));
      }
      return new AccountReport("subscription " + subscription, rights, List.of());
    } catch (JsonProcessingException e) {
      throw new ProviderException(
          AzureProvider.ID, Fault.UNREACHABLE, "Permissions had no readable answer");
    }
  }

  /** One assignment grants it, unless the same one takes it away. */
  private static Right right(String action, JsonNode granted) {
    boolean is = false;
    for (JsonNode assignment : granted) {
      is |=
          names(assignment.path("actions"), action)
              && !names(assignment.path("notActions"), action);
    }
    return new Right(
        action,
        is ? Verdict.GRANTED : Verdict.MISSING,
        !OPTIONAL.contains(action),
        is ? "granted on the subscription" : "assign the role to the application");
  }

  private static boolean names(JsonNode patterns, String action) {
    for (JsonNode pattern : patterns) {
      String regex = Pattern.quote(pattern.asText()).replace("*", "\\E.*\\Q");
      if (Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(action).matches()) {
        return true;
      }
    }
    return false;
  }
}
