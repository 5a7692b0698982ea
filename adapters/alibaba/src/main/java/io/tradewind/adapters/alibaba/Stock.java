package io.tradewind.adapters.alibaba;

import io.tradewind.api.Availability.State;
import io.tradewind.api.ProviderException;
import io.tradewind.rest.Json;
import io.tradewind.rest.JsonReply;
import io.tradewind.rest.RefusedRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which types a region's zones sell in one way of paying, and whether they have any. */
record Stock(List<Row> rows) {
  Stock {
    rows = List.copyOf(rows);
  }

  /**
   * @param spotStrategy {@code NoSpot} or {@code SpotAsPriceGo}
   */
  static Stock read(Ecs ecs, String region, String spotStrategy) throws ProviderException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("DestinationResource", "InstanceType");
    parameters.put("InstanceChargeType", "PostPaid");
    parameters.put("SpotStrategy", spotStrategy);
    return ecs.ask(region, "DescribeAvailableResource", parameters, Stock::rows);
  }

  private static Stock rows(JsonReply reply) throws IOException, RefusedRow {
    List<Row> rows = new ArrayList<>();
    Json told = reply.whole();
    // A region that sells nothing in this way has no zones to tell of.
    if (told.has("AvailableZones")) {
      for (Json zone : told.object("AvailableZones").items("AvailableZone")) {
        addZone(zone, rows);
      }
    } else if (!told.has("RequestId")) {
      throw RefusedRow.malformed("there is no AvailableZones; expected an object");
    }
    return new Stock(rows);
  }

  private static void addZone(Json zone, List<Row> rows) throws RefusedRow {
    if (!zone.has("AvailableResources")) {
      return;
    }
    for (Json resource : zone.object("AvailableResources").items("AvailableResource")) {
      for (Json type : resource.object("SupportedResources").items("SupportedResource")) {
        rows.add(new Row(zone.text("ZoneId"), type.text("Value"), state(type)));
      }
    }
  }

  /**
   * Of the type: what is said of the whole zone does not tell. "Closed" stock is sold off and not
   * filled up again.
   */
  private static State state(Json type) throws RefusedRow {
    if (type.optionalText("Status").orElse("").equals("SoldOut")) {
      return State.UNAVAILABLE;
    }
    return switch (type.optionalText("StatusCategory").orElse("")) {
      case "WithoutStock", "ClosedWithoutStock" -> State.UNAVAILABLE;
      case "ClosedWithStock" -> State.LIMITED;
      default -> State.AVAILABLE;
    };
  }

  /** One type in one zone. */
  record Row(String zone, String type, State state) {}
}
