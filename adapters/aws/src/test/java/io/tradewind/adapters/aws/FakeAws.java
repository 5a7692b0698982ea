package io.tradewind.adapters.aws;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * AWS on this machine: the EC2 and STS query protocols, and the JSON protocol of the price list and
 * of Service Quotas, on one address. Lists come in pages of {@link #PAGE} whatever the caller
 * wishes, and a page is only given for the token that named it. Regions hold what a test put there.
 */
final class FakeAws implements AutoCloseable {
  static final int PAGE = 2;

  private static final Pattern SCOPE =
      Pattern.compile("Credential=[^/]+/\\d{8}/([a-z0-9-]+)/([a-z0-9]+)/aws4_request");

  private final LoopbackApi api = LoopbackApi.start();
  private final Map<String, FakeRegion> regions = new LinkedHashMap<>();
  private final List<Failure> failures = new ArrayList<>();
  private final List<Failure> losses = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private String externalId = "";

  private FakeAws() {
    api.on("POST", "/", this::answer);
  }

  static FakeAws start() {
    return new FakeAws();
  }

  String url() {
    return api.url();
  }

  LoopbackApi api() {
    return api;
  }

  synchronized FakeRegion region(String name) {
    return regions.computeIfAbsent(name, FakeRegion::new);
  }

  /** What was called, each as {@code DescribeInstanceTypes@us-east-1}. */
  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  List<ApiRequest> requests() {
    return api.requests();
  }

  /**
   * The next calls of this kind fail.
   *
   * @param call such as {@code GetProducts@eu-west-1}; a part of it is enough
   */
  synchronized FakeAws fail(String call, int times, ApiReply reply) {
    failures.add(new Failure(call, 0, times, reply));
    return this;
  }

  /** So many calls of this kind go well, and all after them fail. */
  synchronized FakeAws failAfter(String call, int goingWell, ApiReply reply) {
    failures.add(new Failure(call, goingWell, Integer.MAX_VALUE, reply));
    return this;
  }

  /** The next calls of this kind do what they are asked, and half of their answer arrives. */
  synchronized FakeAws loseReplies(String call, int times) {
    losses.add(new Failure(call, 0, times, ApiReply.status(200)));
    return this;
  }

  /** From now on everything goes well again. */
  synchronized FakeAws recover() {
    failures.clear();
    losses.clear();
    return this;
  }

  /** EC2's way to say it. */
  static ApiReply queryError(int status, String code, String message) {
    return ApiReply.status(
            status,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors><RequestID>req-1</RequestID></Response>"
                .formatted(code, message))
        .with("Content-Type", "text/xml;charset=UTF-8");
  }

  /** STS's way to say it. */
  static ApiReply stsError(int status, String code, String message) {
    return ApiReply.status(
            status,
            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>req-1</RequestId></ErrorResponse>"
                .formatted(code, message))
        .with("Content-Type", "text/xml");
  }

  /** The JSON protocol's way to say it. */
  static ApiReply jsonError(int status, String code, String message) {
    return ApiReply.status(
            status, "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(code, message))
        .with("Content-Type", "application/x-amz-json-1.1");
  }

  @Override
  public void close() {
    api.close();
  }

  private synchronized ApiReply answer(ApiRequest request) {
    Matcher scope = SCOPE.matcher(request.header("Authorization").orElse(""));
    if (!scope.find()) {
      return queryError(401, "AuthFailure", "AWS was not able to validate the credentials");
    }
    Optional<String> target = request.header("X-Amz-Target");
    Map<String, String> form = target.isPresent() ? Map.of() : form(request.body());
    String action =
        target.map(it -> it.substring(it.indexOf('.') + 1)).orElse(form.getOrDefault("Action", ""));
    String where =
        action.equals("GetProducts") ? jsonFilter(request.body(), "regionCode") : scope.group(1);
    String call = action + "@" + where;
    calls.add(call);
    for (Failure failure : failures) {
      if (call.contains(failure.call) && failure.isNow()) {
        return failure.reply;
      }
    }
    ApiReply reply = answer(action, where, form, request.body());
    boolean isLost = losses.stream().anyMatch(loss -> call.contains(loss.call) && loss.isNow());
    return isLost ? reply.cut() : reply;
  }

  private ApiReply answer(String action, String where, Map<String, String> form, String body) {
    FakeRegion region = regions.computeIfAbsent(where, FakeRegion::new);
    return switch (action) {
      case "DescribeRegions" -> xml(action, "regionInfo", enabled(), "");
      case "GetCallerIdentity" -> identity();
      case "AssumeRole" -> role(form);
      case "DescribeAvailabilityZones" -> xml(action, "availabilityZoneInfo", region.zones(), "");
      case "DescribeInstanceTypes" ->
          page(action, "instanceTypeSet", form, wanted(form, region.types()));
      case "DescribeInstanceTypeOfferings" -> offerings(action, form, region);
      case "DescribeSpotPriceHistory" -> spot(action, form, region);
      case "DescribeCapacityBlockOfferings" ->
          page(
              action,
              "capacityBlockOfferingSet",
              form,
              region.blocks(form.getOrDefault("InstanceType", "")));
      case "GetProducts" -> products(body, region);
      case "ListServiceQuotas" -> jsonPage("Quotas", body, region.quotas());
      default -> region.compute().answer(action, form);
    };
  }

  private List<String> enabled() {
    return regions.keySet().stream()
        .map(
            name ->
                "<regionName>%s</regionName><optInStatus>opt-in-not-required</optInStatus>"
                    .formatted(name))
        .toList();
  }

  private static ApiReply offerings(String action, Map<String, String> form, FakeRegion region) {
    return form.getOrDefault("LocationType", "region").equals("availability-zone-id")
        ? page(action, "instanceTypeOfferingSet", form, wanted(form, region.offerings()))
        : queryError(400, "InvalidParameterValue", "this fake knows zone ids only");
  }

  private static ApiReply spot(String action, Map<String, String> form, FakeRegion region) {
    return form.containsKey("StartTime") && form.containsValue("Linux/UNIX")
        ? page(action, "spotPriceHistorySet", form, wanted(form, region.spotPrices()))
        : queryError(400, "InvalidParameterValue", "the whole history is not kept here");
  }

  /** The filter instance-type with its wildcard; an item is looked at by its own type. */
  private static List<String> wanted(Map<String, String> form, List<String> items) {
    List<String> patterns =
        form.entrySet().stream()
            .filter(it -> it.getKey().startsWith("Filter.1.Value"))
            .map(it -> it.getValue().replace("*", ".*"))
            .toList();
    return items.stream()
        .filter(item -> patterns.stream().anyMatch(it -> type(item).matches(it)))
        .toList();
  }

  private static String type(String item) {
    int begin = item.indexOf("<instanceType>") + "<instanceType>".length();
    return item.substring(begin, item.indexOf("</instanceType>"));
  }

  static ApiReply page(String action, String list, Map<String, String> form, List<String> items) {
    Optional<Integer> from = offset(action, Optional.ofNullable(form.get("NextToken")));
    if (from.isEmpty()) {
      return queryError(400, "InvalidNextToken", "The token is not of this list");
    }
    int end = Math.min(items.size(), from.get() + PAGE);
    String next = end < items.size() ? token(action, end) : "";
    return xml(action, list, items.subList(from.get(), end), next);
  }

  static ApiReply xml(String action, String list, List<String> items, String next) {
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%sResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>req-1</requestId><%s>%s</%s><nextToken>%s</nextToken></%sResponse>"
            .formatted(
                action,
                list,
                items.stream().map(it -> "<item>" + it + "</item>").collect(Collectors.joining()),
                list,
                next,
                action);
    return ApiReply.status(200, body).with("Content-Type", "text/xml;charset=UTF-8");
  }

  /** Every filter is an exact match on an attribute, as TERM_MATCH is. */
  private static ApiReply products(String body, FakeRegion region) {
    List<String> matching =
        region.products().stream()
            .filter(
                it ->
                    List.of("tenancy", "operatingSystem").stream()
                        .allMatch(
                            field ->
                                it.contains(
                                    "\"%s\":\"%s\"".formatted(field, jsonFilter(body, field)))))
            .map(it -> "\"" + it.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
            .toList();
    return jsonPage("PriceList", body, matching);
  }

  private static ApiReply jsonPage(String list, String body, List<String> items) {
    Matcher token = Pattern.compile("\"NextToken\":\"([^\"]+)\"").matcher(body);
    Optional<Integer> from =
        offset(list, token.find() ? Optional.of(token.group(1)) : Optional.empty());
    if (from.isEmpty()) {
      return jsonError(400, "InvalidNextTokenException", "The token is not of this list");
    }
    int end = Math.min(items.size(), from.get() + PAGE);
    String next = end < items.size() ? ",\"NextToken\":\"%s\"".formatted(token(list, end)) : "";
    String reply =
        "{\"FormatVersion\":\"aws_v1\",\"%s\":[%s]%s}"
            .formatted(list, String.join(",", items.subList(from.get(), end)), next);
    return ApiReply.status(200, reply).with("Content-Type", "application/x-amz-json-1.1");
  }

  private static String token(String list, int offset) {
    return "t0ken-%s-%d".formatted(list, offset);
  }

  private static Optional<Integer> offset(String list, Optional<String> token) {
    if (token.isEmpty()) {
      return Optional.of(0);
    }
    String begin = "t0ken-%s-".formatted(list);
    return token
        .filter(it -> it.startsWith(begin))
        .map(it -> Integer.parseInt(it.substring(begin.length())));
  }

  private static ApiReply identity() {
    return sts(
        "GetCallerIdentity",
        "<Arn>arn:aws:iam::111122223333:user/reader</Arn><UserId>AIDAEXAMPLE</UserId><Account>111122223333</Account>");
  }

  /** Every role demands this one, unless it is blank. */
  synchronized FakeAws demanding(String id) {
    externalId = id;
    return this;
  }

  private ApiReply role(Map<String, String> form) {
    if (!externalId.isEmpty() && !externalId.equals(form.get("ExternalId"))) {
      return stsError(
          403, "AccessDenied", "User: arn:x is not authorized to perform: sts:AssumeRole");
    }
    return sts(
        "AssumeRole",
        "<AssumedRoleUser><Arn>%s</Arn><AssumedRoleId>AROAEXAMPLE:x</AssumedRoleId></AssumedRoleUser><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials>"
            .formatted(form.get("RoleArn")));
  }

  private static ApiReply sts(String action, String result) {
    String body =
        "<%sResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><%sResult>%s</%sResult><ResponseMetadata><RequestId>req-1</RequestId></ResponseMetadata></%sResponse>"
            .formatted(action, action, result, action, action);
    return ApiReply.status(200, body).with("Content-Type", "text/xml");
  }

  private static String jsonFilter(String body, String field) {
    Matcher either =
        Pattern.compile(
                "\\{[^{}]*\"Field\":\"%s\"[^{}]*\"Value\":\"([^\"]+)\"[^{}]*\\}".formatted(field))
            .matcher(body);
    return either.find() ? either.group(1) : "no filter on " + field;
  }

  private static Map<String, String> form(String body) {
    Function<String, String> plain = it -> URLDecoder.decode(it, StandardCharsets.UTF_8);
    String[] pairs = body.split("&");
    return IntStream.range(0, pairs.length)
        .mapToObj(i -> pairs[i].split("=", 2))
        .collect(
            Collectors.toMap(
                it -> plain.apply(it[0]), it -> it.length < 2 ? "" : plain.apply(it[1])));
  }

  private static final class Failure {
    private final String call;
    private final ApiReply reply;
    private int goingWell;
    private int times;

    Failure(String call, int goingWell, int times, ApiReply reply) {
      this.call = call;
      this.goingWell = goingWell;
      this.times = times;
      this.reply = reply;
    }

    boolean isNow() {
      return goingWell-- <= 0 && times-- > 0;
    }
  }
}
