package io.tradewind.adapters.aws;

import io.tradewind.api.Gang;
import io.tradewind.api.LeaseId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * How this broker's resources are told from all others.
 *
 * @param broker its name in the account
 */
record MachineTags(String broker) {
  static final String LEASE = "tradewind:lease";
  static final String BROKER = "tradewind:broker";
  static final String GANG = "tradewind:gang";

  List<Tag> of(LeaseId lease) {
    String shown = "tradewind-" + lease.toString().substring(0, 8);
    return List.of(tag("Name", shown), tag(LEASE, lease.toString()), tag(BROKER, broker));
  }

  TagSpecification of(LeaseId lease, ResourceType type) {
    return TagSpecification.builder().resourceType(type).tags(of(lease)).build();
  }

  /** The same of one that works with others. */
  TagSpecification of(LeaseId lease, Optional<Gang> gang, ResourceType type) {
    List<Tag> tags = new ArrayList<>(of(lease));
    gang.ifPresent(it -> tags.add(tag(GANG, it.name())));
    return TagSpecification.builder().resourceType(type).tags(tags).build();
  }

  /** For what is shared by the machines of a gang. */
  TagSpecification of(Gang gang, ResourceType type) {
    return TagSpecification.builder()
        .resourceType(type)
        .tags(tag("Name", "tradewind"), tag(GANG, gang.name()), tag(BROKER, broker))
        .build();
  }

  List<Filter> gangs() {
    return List.of(filter("tag-key", GANG), filter("tag:" + BROKER, broker));
  }

  static Optional<String> gang(List<Tag> tags) {
    return tags.stream()
        .filter(tag -> GANG.equals(tag.key()))
        .map(tag -> String.valueOf(tag.value()))
        .findFirst();
  }

  /** For what is shared by all machines. */
  TagSpecification shared(ResourceType type) {
    return TagSpecification.builder()
        .resourceType(type)
        .tags(tag("Name", "tradewind"), tag(BROKER, broker))
        .build();
  }

  List<Filter> filters() {
    return List.of(filter("tag-key", LEASE), filter("tag:" + BROKER, broker));
  }

  List<Filter> filters(LeaseId lease) {
    return List.of(filter("tag:" + LEASE, lease.toString()), filter("tag:" + BROKER, broker));
  }

  /** Empty when somebody else has put something into the tag. */
  static Optional<LeaseId> lease(List<Tag> tags) {
    return tags.stream()
        .filter(tag -> LEASE.equals(tag.key()))
        .map(tag -> String.valueOf(tag.value()))
        .findFirst()
        .flatMap(MachineTags::parse);
  }

  static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }

  private static Optional<LeaseId> parse(String value) {
    try {
      return Optional.of(new LeaseId(UUID.fromString(value)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
