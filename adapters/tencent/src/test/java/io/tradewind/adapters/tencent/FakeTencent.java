package io.tradewind.adapters.tencent;

import io.tradewind.api.Secret;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * DescribeZoneInstanceConfigInfos as documented: one address, the region in a header, every failure
 * in an answer of 200. Checks the signature over what has arrived, and its time.
 */
final class FakeTencent {
  static final String SECRET_ID = "AKID-7";
  static final String SECRET_KEY = "key-5f2c-of-the-test";
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final Map<String, List<String>> rows = new LinkedHashMap<>();
  private final InstantSource clock;

  FakeTencent(LoopbackApi api, InstantSource clock) {
    this.clock = clock;
    api.on("POST", "/", this::answer);
  }

  FakeTencent sells(String region, String type, String family, String count, String price) {
    return says(region, "POSTPAID_BY_HOUR", row(type, family, count, price, "SELL", "EnoughStock"));
  }

  FakeTencent sellsSpot(String region, String type, String family, String count, String price) {
    return says(
        region,
        "SPOTPAID",
        row(type, family, count, price, "SELL", "EnoughStock")
            .replace("POSTPAID_BY_HOUR", "SPOTPAID"));
  }

  FakeTencent has(String region, String type, String status, String category) {
    return says(region, "POSTPAID_BY_HOUR", row(type, "PNV4", "1", "1.5", status, category));
  }

  FakeTencent says(String region, String charge, String row) {
    rows.computeIfAbsent(region + " " + charge, it -> new ArrayList<>()).add(row);
    return this;
  }

  static String row(
      String type, String family, String count, String price, String status, String category) {
    return """
    {"Status": "%s", "Zone": "ap-singapore-3", "NetworkCard": 0,
     "Price": {"UnitPrice": 99.9, "UnitPriceDiscount": %s, "ChargeUnit": "HOUR",
               "Discount": 100, "UnitPriceSecondStep": null},
     "InstanceFamily": "%s", "Externals": {}, "InstanceType": "%s", "TypeName": "some",
     "InstanceChargeType": "POSTPAID_BY_HOUR", "Memory": 116, "LocalDiskTypeList": [], "Cpu": 28,
     "SoldOutReason": "", "StorageBlockAmount": 0, "CpuType": "some", "InstancePps": 400,
     "InstanceBandwidth": 16, "Gpu": 1, "GpuCount": %s, "Fpga": 0, "Remark": "",
     "Frequency": "2.5GHz", "StatusCategory": "%s"}\
    """
        .formatted(status, price, family, type, count, category);
  }

  static ApiReply error(String code) {
    return ApiReply.json(
        """
        {"Response": {"Error": {"Code": "%s", "Message": "some words"}, "RequestId": "r-1"}}\
        """
            .formatted(code));
  }

  ApiReply list(String region, String charge) {
    return ApiReply.json(
        """
        {"Response": {"InstanceTypeQuotaSet": [%s], "RequestId": "r-1"}}\
        """
            .formatted(String.join(",", rows.getOrDefault(region + " " + charge, List.of()))));
  }

  private ApiReply answer(ApiRequest request) {
    Instant signedAt =
        Instant.ofEpochSecond(Long.parseLong(request.header("x-tc-timestamp").orElse("0")));
    if (Duration.between(signedAt, clock.instant()).abs().compareTo(SKEW) > 0) {
      return error("AuthFailure.SignatureExpire");
    }
    if (!request.header("authorization").orElse("").equals(expected(request, signedAt))) {
      return error("AuthFailure.SignatureFailure");
    }
    if (!request.header("x-tc-version").orElse("").equals("2017-03-12")) {
      return error("NoSuchVersion");
    }
    return list(
        request.header("x-tc-region").orElseThrow(),
        request.body().contains("SPOTPAID") ? "SPOTPAID" : "POSTPAID_BY_HOUR");
  }

  private static String expected(ApiRequest request, Instant signedAt) {
    return new Signature(SECRET_ID, new Secret(SECRET_KEY), "cvm")
        .authorization(
            request.header("host").orElseThrow(),
            request.header("content-type").orElseThrow(),
            request.header("x-tc-action").orElseThrow(),
            request.body(),
            signedAt);
  }
}
