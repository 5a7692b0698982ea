package io.tradewind.adapters.azure;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The price list as documented: an envelope, items, pages by {@code $skip}, one region a filter.
 */
final class FakeRetailPrices {
  static final String PATH = "/api/retail/prices";

  private static final Pattern REGION = Pattern.compile("armRegionName eq '([a-z0-9]+)'");

  private final Map<String, List<String>> items = new HashMap<>();
  private final LoopbackApi api;
  private final int pageSize;

  FakeRetailPrices(LoopbackApi api, int pageSize) {
    this.api = api;
    this.pageSize = pageSize;
    api.on("GET", PATH, this::answer);
  }

  FakeRetailPrices sells(String region, Item... more) {
    List<String> known = items.computeIfAbsent(region, name -> new ArrayList<>());
    for (Item item : more) {
      known.add(item.json(region));
    }
    return this;
  }

  /** An item in the API's own words, right or wrong. */
  FakeRetailPrices says(String region, String json) {
    items.computeIfAbsent(region, name -> new ArrayList<>()).add(json);
    return this;
  }

  ApiReply page(String region, String filter, int skip) {
    List<String> all = items.getOrDefault(region, List.of());
    List<String> shown =
        all.subList(Math.min(skip, all.size()), Math.min(skip + pageSize, all.size()));
    String next =
        skip + pageSize < all.size()
            ? "\"%s%s?$filter=%s&$skip=%d\"".formatted(api.url(), PATH, filter, skip + pageSize)
            : "null";
    return ApiReply.json(
        """
        {"BillingCurrency": "USD", "CustomerEntityId": "Default", "CustomerEntityType": "Retail",
         "Items": [%s], "NextPageLink": %s, "Count": %d}\
        """
            .formatted(String.join(",", shown), next, shown.size()));
  }

  private ApiReply answer(ApiRequest request) {
    String filter = request.parameter("$filter").orElse("");
    Matcher region = REGION.matcher(filter);
    if (!region.find()) {
      return ApiReply.status(400, "{\"Error\": {\"Code\": \"BadRequest\"}}");
    }
    return page(region.group(1), filter, Integer.parseInt(request.parameter("$skip").orElse("0")));
  }

  /** An item that is right, to be made wrong by one change. */
  record Item(String sku, String price, String suffix, String product, String type, String more) {
    static Item onDemand(String sku, String price) {
      return new Item(sku, price, "", "Virtual Machines NC Series", "Consumption", "");
    }

    static Item spot(String sku, String price) {
      return onDemand(sku, price).suffix(" Spot");
    }

    Item suffix(String other) {
      return new Item(sku, price, other, product, type, more);
    }

    Item product(String other) {
      return new Item(sku, price, suffix, other, type, more);
    }

    Item type(String other, String also) {
      return new Item(sku, price, suffix, product, other, also);
    }

    String json(String region) {
      String name = sku.replace("Standard_", "").replace('_', ' ');
      return """
      {"currencyCode": "USD", "tierMinimumUnits": 0.0, "retailPrice": %s, "unitPrice": %s,
       "armRegionName": "%s", "location": "somewhere", "effectiveStartDate": "2026-01-01T00:00:00Z",
       "meterId": "00000000-0000-0000-0000-000000000001", "meterName": "%s%s",
       "productId": "P1", "skuId": "P1/1", "availabilityId": null, "productName": "%s",
       "skuName": "%s%s", "serviceName": "Virtual Machines", "serviceFamily": "Compute",
       "unitOfMeasure": "1 Hour", "type": "%s", "isPrimaryMeterRegion": true,
       "armSkuName": "%s"%s}\
      """
          .formatted(price, price, region, name, suffix, product, name, suffix, type, sku, more);
    }
  }
}
