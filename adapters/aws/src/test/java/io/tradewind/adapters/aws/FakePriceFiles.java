package io.tradewind.adapters.aws;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The public files of AWS on this machine: the price list with its versions, spot prices, advice.
 */
final class FakePriceFiles implements AutoCloseable {
  static final String HEAD =
      """
      "FormatVersion","v1.0"
      "Disclaimer","This list is for information, ""as is"", and it may change"
      "Publication Date","2026-11-19T20:11:02Z"
      "Version","20261119201102"
      "OfferCode","AmazonEC2"
      "SKU","OfferTermCode","RateCode","TermType","PriceDescription","EffectiveDate","StartingRange","EndingRange","Unit","PricePerUnit","Currency","Product Family","Instance Type","Tenancy","Operating System","CapacityStatus","Pre Installed S/W","MarketOption"
      """;

  private final LoopbackApi api = LoopbackApi.start();
  private final Map<String, List<String>> rows = new LinkedHashMap<>();
  private int version;

  static FakePriceFiles start() {
    FakePriceFiles files = new FakePriceFiles();
    files.spot(
        """
        {"region": "us-east", "instanceTypes": [{"type": "gpu", "sizes": [%s, %s, %s]}]},
        {"region": "eu-west-3", "instanceTypes": []}
        """
            .formatted(
                size("p5.48xlarge", "31.4641"),
                size("g5.xlarge", "N/A*"),
                size("t3.nano", "0.001")));
    files.advice(
        """
        {"us-east-1": {"Linux": {"p5.48xlarge": {"s": 43, "r": 4}, "g5.xlarge": {"s": 50, "r": 0}}, "Windows": {}}}
        """);
    return files;
  }

  String url() {
    return api.url();
  }

  LoopbackApi api() {
    return api;
  }

  FakePriceFiles onDemand(String region, String type, String price) {
    return row(
        region, line("OnDemand", type, price, "Hrs", "Shared", "Linux", "Used", "NA", "OnDemand"));
  }

  FakePriceFiles row(String region, String line) {
    rows.computeIfAbsent(region, it -> new ArrayList<>()).add(line);
    version++;
    api.on("GET", path(region), request -> list(region, request));
    return this;
  }

  FakePriceFiles spot(String regions) {
    api.on(
        "GET",
        "/spot.json",
        ApiReply.json(
            "{\"vers\": 0.01, \"config\": {\"rate\": \"perhr\", \"regions\": [%s]}}"
                .formatted(regions)));
    return this;
  }

  FakePriceFiles advice(String regions) {
    api.on(
        "GET",
        "/spot-advisor-data.json",
        ApiReply.json(
            "{\"global_rate\": \"5%%\", \"ranges\": [], \"spot_advisor\": %s}".formatted(regions)));
    return this;
  }

  static String path(String region) {
    return "/offers/v1.0/aws/AmazonEC2/current/%s/index.csv".formatted(region);
  }

  static String size(String type, String usd) {
    return "{\"size\": \"%s\", \"valueColumns\": [{\"name\": \"linux\", \"prices\": {\"USD\": \"%s\"}}, {\"name\": \"mswin\", \"prices\": {\"USD\": \"9.9\"}}]}"
        .formatted(type, usd);
  }

  static String line(
      String term,
      String type,
      String price,
      String unit,
      String tenancy,
      String system,
      String status,
      String software,
      String market) {
    return String.join(
        ",",
        List.of(
                "SKU-" + type,
                "JRTCKXETXF",
                "SKU.T.R",
                term,
                "$ per ''\"\"Linux\"\"'', shared, " + type,
                "2026-11-01",
                "0",
                "Inf",
                unit,
                price,
                "USD",
                "Compute Instance",
                type,
                tenancy,
                system,
                status,
                software,
                market)
            .stream()
            .map(cell -> "\"" + cell + "\"")
            .toList());
  }

  @Override
  public void close() {
    api.close();
  }

  private ApiReply list(String region, ApiRequest request) {
    String tag = "\"v%d\"".formatted(version);
    if (request.header("If-None-Match").stream().anyMatch(tag::equals)) {
      return ApiReply.status(304);
    }
    String body = HEAD + String.join("\n", rows.getOrDefault(region, List.of())) + "\n";
    return ApiReply.status(200, body).with("ETag", tag).with("Content-Type", "text/csv");
  }
}
