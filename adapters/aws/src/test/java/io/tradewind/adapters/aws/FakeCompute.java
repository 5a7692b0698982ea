package io.tradewind.adapters.aws;

import io.tradewind.testkit.ApiReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One region's machines, subnets, security groups and reservations, as EC2 keeps them: a client
 * token makes one machine, a machine that is ended shows for a while, and what was made a moment
 * ago may not be listed yet.
 */
final class FakeCompute {
  static final String LAUNCHED = "2026-11-20T12:00:00.000Z";

  private final String region;
  private final Map<String, Subnet> subnets = new LinkedHashMap<>();
  private final List<Group> groups = new ArrayList<>();
  private final List<Box> boxes = new ArrayList<>();
  private final List<String> reservations = new ArrayList<>();
  private final Map<String, String> placements = new TreeMap<>();
  private final Map<String, Integer> room = new LinkedHashMap<>();
  private int groupsMade;
  private boolean isLagging;

  FakeCompute(String region) {
    this.region = region;
  }

  FakeCompute subnet(String id, String zoneId, String vpc, boolean isDefault, String... tag) {
    subnets.put(id, new Subnet(id, zoneId, vpc, isDefault, List.of(tag)));
    return this;
  }

  FakeCompute withoutSubnets() {
    subnets.clear();
    return this;
  }

  /** So many machines of a type fit in. */
  FakeCompute room(String type, int machines) {
    room.put(type, machines);
    return this;
  }

  /** A capacity block that was bought and has begun. */
  FakeCompute block(String id, String type, String zoneId, int available) {
    reservations.add(
        "<capacityReservationId>%s</capacityReservationId><instanceType>%s</instanceType><availabilityZoneId>%s</availabilityZoneId><totalInstanceCount>%d</totalInstanceCount><availableInstanceCount>%d</availableInstanceCount><state>active</state><reservationType>capacity-block</reservationType>"
            .formatted(id, type, zoneId, available, available));
    return this;
  }

  /** What is made from now on is not listed until this is over. */
  FakeCompute lag(boolean lagging) {
    isLagging = lagging;
    boxes.forEach(box -> box.isListed |= !lagging);
    return this;
  }

  /** Machines that shut down have ended. */
  void settle() {
    boxes.stream()
        .filter(box -> box.state.equals("shutting-down"))
        .forEach(box -> box.state = "terminated");
  }

  /** Every machine that has not ended. */
  List<Box> living() {
    return boxes.stream().filter(box -> !box.state.equals("terminated")).toList();
  }

  List<Group> groups() {
    return List.copyOf(groups);
  }

  /** Placement groups with their strategies. */
  Map<String, String> placements() {
    return Map.copyOf(placements);
  }

  /** Whether the one lets the other in, on any port. */
  boolean reach(Box from, Box to) {
    return to.groups().stream()
        .filter(from.groups()::contains)
        .anyMatch(id -> group(id).filter(Group::letsItselfIn).isPresent());
  }

  private Optional<Group> group(@Nullable String id) {
    return groups.stream().filter(it -> it.id.equals(id)).findFirst();
  }

  /** Opens a port, as a person might. */
  void open(String inbound) {
    groups.replaceAll(it -> new Group(it.id, it.name, it.vpc, it.tags, inbound));
  }

  ApiReply answer(String action, Map<String, String> form) {
    return switch (action) {
      case "DescribeInstances" -> describe(action, form);
      case "DescribeSubnets" -> FakeAws.page(action, "subnetSet", form, subnets(form));
      case "DescribeSecurityGroups" ->
          FakeAws.page(action, "securityGroupInfo", form, groups(form));
      case "DescribeCapacityReservations" ->
          FakeAws.page(action, "capacityReservationSet", form, reservations(form));
      case "CreateSecurityGroup" -> createGroup(action, form);
      case "AuthorizeSecurityGroupIngress" -> authorize(action, form);
      case "DeleteSecurityGroup" -> deleteGroup(action, form);
      case "CreatePlacementGroup" -> createPlacement(action, form);
      case "DeletePlacementGroup" -> deletePlacement(action, form);
      case "RunInstances" -> run(action, form);
      case "TerminateInstances" -> terminate(action, form);
      default -> FakeAws.queryError(400, "InvalidAction", "The action " + action + " is not valid");
    };
  }

  private ApiReply run(String action, Map<String, String> form) {
    if (form.getOrDefault("DryRun", "false").equals("true")) {
      return FakeAws.queryError(
          412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
    }
    String token = form.getOrDefault("ClientToken", "");
    Optional<Box> before = boxes.stream().filter(it -> token.equals(it.token())).findFirst();
    if (before.isPresent()) {
      return before.get().request.equals(form)
          ? reservation(action, before.get())
          : FakeAws.queryError(
              400,
              "IdempotentParameterMismatch",
              "Arguments on this idempotent request are inconsistent with arguments used in"
                  + " previous request(s).");
    }
    String type = form.getOrDefault("InstanceType", "");
    Optional<String> wrong = wrong(form);
    if (wrong.isPresent()) {
      return FakeAws.queryError(400, "InvalidParameterValue", wrong.get());
    }
    long running = living().stream().filter(box -> box.type().equals(type)).count();
    if (running >= room.getOrDefault(type, Integer.MAX_VALUE)) {
      return FakeAws.queryError(
          500,
          "InsufficientInstanceCapacity",
          "We currently do not have sufficient %s capacity.".formatted(type));
    }
    Box box = new Box("i-%s-%04d".formatted(region, boxes.size()), form, !isLagging);
    boxes.add(box);
    return reservation(action, box);
  }

  private Optional<String> wrong(Map<String, String> form) {
    Box asked = new Box("", form, false);
    Subnet subnet = subnets.get(asked.subnet());
    boolean isGrouped =
        subnet != null
            && !asked.groups().isEmpty()
            && asked.groups().stream()
                .allMatch(id -> group(id).filter(it -> it.vpc.equals(subnet.vpc)).isPresent());
    if (!isGrouped) {
      return Optional.of("The subnet and the security group are not of one network");
    }
    String placement = form.get("Placement.GroupName");
    if (placement != null && !placements.containsKey(placement)) {
      return Optional.of("The placement group %s is unknown".formatted(placement));
    }
    return form.getOrDefault("ImageId", "").startsWith("resolve:ssm:/aws/service/")
        ? Optional.empty()
        : Optional.of("The image is none");
  }

  private ApiReply reservation(String action, Box box) {
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%sResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>req-1</requestId><reservationId>r-1</reservationId><instancesSet><item>%s</item></instancesSet></%sResponse>"
            .formatted(action, box.xml(), action);
    return ApiReply.status(200, body).with("Content-Type", "text/xml;charset=UTF-8");
  }

  private ApiReply describe(String action, Map<String, String> form) {
    Map<String, List<String>> filters = filters(form);
    Optional<String> unknown =
        filters.keySet().stream()
            .filter(it -> !it.matches("tag:.+|tag-key|instance-state-name|client-token"))
            .findFirst();
    if (unknown.isPresent()) {
      return FakeAws.queryError(400, "InvalidParameterValue", "The filter " + unknown.get());
    }
    List<Box> listed = boxes.stream().filter(box -> box.isListed).toList();
    String id = form.get("InstanceId.1");
    if (id != null && listed.stream().noneMatch(box -> box.id.equals(id))) {
      return missing(id);
    }
    List<String> items =
        listed.stream()
            .filter(box -> id == null || box.id.equals(id))
            .filter(box -> fits(filters, box::has))
            .map(
                box ->
                    "<reservationId>r-1</reservationId><instancesSet><item>%s</item></instancesSet>"
                        .formatted(box.xml()))
            .toList();
    return FakeAws.page(action, "reservationSet", form, items);
  }

  private ApiReply terminate(String action, Map<String, String> form) {
    List<String> ids = values(form, "InstanceId.");
    for (String id : ids) {
      if (boxes.stream().noneMatch(box -> box.id.equals(id))) {
        return missing(id);
      }
    }
    boxes.stream()
        .filter(box -> ids.contains(box.id) && !box.state.equals("terminated"))
        .forEach(box -> box.state = "shutting-down");
    return FakeAws.xml(
        action,
        "instancesSet",
        ids.stream().map("<instanceId>%s</instanceId>"::formatted).toList(),
        "");
  }

  private static ApiReply missing(String id) {
    return FakeAws.queryError(
        400, "InvalidInstanceID.NotFound", "The instance ID '%s' does not exist".formatted(id));
  }

  private ApiReply createGroup(String action, Map<String, String> form) {
    String name = form.getOrDefault("GroupName", "");
    String vpc = form.getOrDefault("VpcId", "");
    if (groups.stream().anyMatch(it -> it.name.equals(name) && it.vpc.equals(vpc))) {
      return FakeAws.queryError(
          400, "InvalidGroup.Duplicate", "The security group '%s' already exists".formatted(name));
    }
    Map<String, String> tags = new Box("", form, false).tags("security-group");
    Group group = new Group("sg-%d".formatted(groupsMade++), name, vpc, tags, "");
    groups.add(group);
    return done(action, "<groupId>%s</groupId>".formatted(group.id));
  }

  private static ApiReply done(String action, String more) {
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%sResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><return>true</return>%s</%sResponse>"
            .formatted(action, more, action);
    return ApiReply.status(200, body).with("Content-Type", "text/xml;charset=UTF-8");
  }

  private ApiReply authorize(String action, Map<String, String> form) {
    String id = form.getOrDefault("GroupId", "");
    Optional<Group> group = group(id);
    if (group.isEmpty()) {
      return FakeAws.queryError(400, "InvalidGroup.NotFound", "No security group " + id);
    }
    String rule =
        "<item><ipProtocol>%s</ipProtocol><groups><item><groupId>%s</groupId></item></groups></item>"
            .formatted(
                form.get("IpPermissions.1.IpProtocol"),
                form.get("IpPermissions.1.Groups.1.GroupId"));
    if (group.get().inbound.contains(rule)) {
      return FakeAws.queryError(400, "InvalidPermission.Duplicate", "The rule already exists");
    }
    groups.replaceAll(
        it ->
            it.id.equals(id) ? new Group(it.id, it.name, it.vpc, it.tags, it.inbound + rule) : it);
    return done(action, "");
  }

  private ApiReply deleteGroup(String action, Map<String, String> form) {
    String id = form.getOrDefault("GroupId", "");
    if (living().stream().anyMatch(box -> box.groups().contains(id))) {
      return FakeAws.queryError(400, "DependencyViolation", id + " has a dependent object");
    }
    return groups.removeIf(it -> it.id.equals(id))
        ? done(action, "")
        : FakeAws.queryError(400, "InvalidGroup.NotFound", "No security group " + id);
  }

  private ApiReply createPlacement(String action, Map<String, String> form) {
    String name = form.getOrDefault("GroupName", "");
    return placements.putIfAbsent(name, form.getOrDefault("Strategy", "")) == null
        ? done(action, "")
        : FakeAws.queryError(400, "InvalidPlacementGroup.Duplicate", name + " exists already");
  }

  private ApiReply deletePlacement(String action, Map<String, String> form) {
    String name = form.getOrDefault("GroupName", "");
    if (living().stream().anyMatch(box -> name.equals(box.request.get("Placement.GroupName")))) {
      return FakeAws.queryError(400, "InvalidPlacementGroup.InUse", name + " is in use");
    }
    return placements.remove(name) != null
        ? done(action, "")
        : FakeAws.queryError(400, "InvalidPlacementGroup.Unknown", name + " is unknown");
  }

  private List<String> subnets(Map<String, String> form) {
    List<String> zones = filters(form).getOrDefault("availability-zone-id", List.of());
    return subnets.values().stream()
        .filter(it -> zones.contains(it.zoneId))
        .map(Subnet::xml)
        .toList();
  }

  private List<String> groups(Map<String, String> form) {
    Map<String, List<String>> filters = filters(form);
    return groups.stream().filter(it -> fits(filters, it::has)).map(Group::xml).toList();
  }

  private List<String> reservations(Map<String, String> form) {
    List<String> types = filters(form).getOrDefault("instance-type", List.of());
    return reservations.stream()
        .filter(it -> types.stream().anyMatch(type -> it.contains(">" + type + "<")))
        .toList();
  }

  private static boolean fits(
      Map<String, List<String>> filters, BiPredicate<String, List<String>> has) {
    return filters.entrySet().stream().allMatch(it -> has.test(it.getKey(), it.getValue()));
  }

  private static Map<String, List<String>> filters(Map<String, String> form) {
    return IntStream.rangeClosed(1, 10)
        .filter(i -> form.containsKey("Filter.%d.Name".formatted(i)))
        .boxed()
        .collect(
            Collectors.toMap(
                i -> form.get("Filter.%d.Name".formatted(i)),
                i -> values(form, "Filter.%d.Value.".formatted(i))));
  }

  private static List<String> values(Map<String, String> form, String prefix) {
    return new TreeMap<>(form)
        .entrySet().stream()
            .filter(it -> it.getKey().startsWith(prefix))
            .map(Map.Entry::getValue)
            .toList();
  }

  /** A machine. */
  static final class Box {
    final String id;
    final Map<String, String> request;
    String state = "pending";
    boolean isListed;

    Box(String id, Map<String, String> request, boolean isListed) {
      this.id = id;
      this.request = request;
      this.isListed = isListed;
    }

    String type() {
      return request.getOrDefault("InstanceType", "");
    }

    /** Of the machine, or of its one interface. */
    String subnet() {
      return request.getOrDefault(
          "SubnetId", request.getOrDefault("NetworkInterface.1.SubnetId", ""));
    }

    List<String> groups() {
      List<String> own = values(request, "SecurityGroupId.");
      return own.isEmpty() ? values(request, "NetworkInterface.1.SecurityGroupId.") : own;
    }

    String token() {
      return request.getOrDefault("ClientToken", "");
    }

    /** The tags of a kind of resource that were asked for. */
    Map<String, String> tags(String resource) {
      Map<String, String> tags = new TreeMap<>();
      for (int i = 1; request.containsKey(type(i)); i++) {
        for (int j = 1; request.containsKey(tag(i, j, "Key")); j++) {
          if (resource.equals(request.get(type(i)))) {
            tags.put(request.get(tag(i, j, "Key")), request.get(tag(i, j, "Value")));
          }
        }
      }
      return tags;
    }

    private static String type(int specification) {
      return "TagSpecification.%d.ResourceType".formatted(specification);
    }

    private static String tag(int specification, int tag, String part) {
      return "TagSpecification.%d.Tag.%d.%s".formatted(specification, tag, part);
    }

    boolean has(String filter, List<String> values) {
      Map<String, String> tags = tags("instance");
      return switch (filter) {
        case "instance-state-name" -> values.contains(state);
        case "client-token" -> values.contains(token());
        case "tag-key" -> values.stream().anyMatch(tags::containsKey);
        default -> values.contains(tags.get(filter.substring("tag:".length())));
      };
    }

    String xml() {
      return "<instanceId>%s</instanceId><instanceState><code>0</code><name>%s</name></instanceState><instanceType>%s</instanceType><launchTime>%s</launchTime><clientToken>%s</clientToken><stateReason><code>Client.UserInitiatedShutdown</code><message>-</message></stateReason><tagSet>%s</tagSet>"
          .formatted(id, state, type(), LAUNCHED, token(), items(tags("instance")));
    }
  }

  private record Subnet(String id, String zoneId, String vpc, boolean isDefault, List<String> tag) {
    String xml() {
      String tags =
          tag.isEmpty()
              ? ""
              : "<item><key>%s</key><value>%s</value></item>".formatted(tag.toArray());
      return "<subnetId>%s</subnetId><vpcId>%s</vpcId><availabilityZoneId>%s</availabilityZoneId><state>available</state><defaultForAz>%s</defaultForAz><tagSet>%s</tagSet>"
          .formatted(id, vpc, zoneId, isDefault, tags);
    }
  }

  /** A security group. */
  record Group(String id, String name, String vpc, Map<String, String> tags, String inbound) {
    boolean has(String filter, List<String> values) {
      return switch (filter) {
        case "vpc-id" -> values.contains(vpc);
        case "group-name" -> values.contains(name);
        case "tag-key" -> values.stream().anyMatch(tags::containsKey);
        default -> values.contains(tags.get(filter.substring("tag:".length())));
      };
    }

    boolean letsItselfIn() {
      return inbound.contains("<ipProtocol>-1</ipProtocol>")
          && inbound.contains("<groupId>%s</groupId>".formatted(id));
    }

    String xml() {
      return "<groupId>%s</groupId><groupName>%s</groupName><vpcId>%s</vpcId><tagSet>%s</tagSet><ipPermissions>%s</ipPermissions>"
          .formatted(id, name, vpc, items(tags), inbound);
    }
  }

  private static String items(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(
            it ->
                "<item><key>%s</key><value>%s</value></item>".formatted(it.getKey(), it.getValue()))
        .collect(Collectors.joining());
  }
}
