package io.tradewind.adapters.oracle;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The price list: every product of the house, pages as Oracle's REST services have them, a tag. */
final class FakePriceList {
  static final String PATH = "/pls/apex/cetools/api/v1/products/";

  private final List<String> items = new ArrayList<>();
  private final LoopbackApi api;
  private final int pageSize;

  FakePriceList(LoopbackApi api, int pageSize) {
    this.api = api;
    this.pageSize = pageSize;
    api.on("GET", PATH, this::answer);
    item("B88287", "Oracle Java Cloud Service - Enterprise", "OCPU Per Hour", "Java", "0.3097");
  }

  FakePriceList gpu(String part, String name, String price) {
    return item(part, name, "GPU Per Hour", "Compute - GPU", price);
  }

  FakePriceList item(String part, String name, String metric, String category, String price) {
    items.add(
        """
        {"partNumber": "%s", "displayName": "%s", "metricName": "%s", "serviceCategory": "%s",
         "currencyCodeLocalizations": [
           {"currencyCode": "EUR", "prices": [{"model": "PAY_AS_YOU_GO", "value": 99}]},
           {"currencyCode": "USD", "prices": [{"model": "MONTHLY_COMMIT", "value": 0.01},
                                              {"model": "PAY_AS_YOU_GO", "value": %s}]}]}\
        """
            .formatted(part, name, metric, category, price));
    return this;
  }

  ApiReply page(int from) {
    int to = Math.min(from + pageSize, items.size());
    String next =
        "{\"rel\": \"next\", \"href\": \"%s%s?currencyCode=USD&offset=%d\"}"
            .formatted(api.url(), PATH, to);
    return ApiReply.json(
            "{\"items\": [%s], \"hasMore\": %s, \"links\": [{\"rel\": \"self\", \"href\": \"x\"}%s]}"
                .formatted(
                    String.join(",", items.subList(from, to)),
                    to < items.size(),
                    to < items.size() ? "," + next : ""))
        .with("ETag", "\"v%d-%d\"".formatted(items.size(), from));
  }

  private ApiReply answer(ApiRequest request) {
    ApiReply page = page(Integer.parseInt(request.parameter("offset").orElse("0")));
    boolean isKnown =
        request.header("if-none-match").equals(Optional.ofNullable(page.headers().get("ETag")));
    return isKnown ? ApiReply.status(304) : page;
  }
}
