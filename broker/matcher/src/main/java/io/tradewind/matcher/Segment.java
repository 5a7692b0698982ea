package io.tradewind.matcher;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One feed's offers as columns. Rows lie in partitions of one (model, capacity type, region), each
 * ascending by (price, id). What a machine is (a {@link Shape}) and where it is (a {@link Region})
 * are numbers into small tables, so that wishes are judged once for each entry and not for each
 * row.
 */
final class Segment {
  /** Row flags. */
  static final int SOLD_OUT = 1;

  static final int BY_NAME = 2;
  static final int NOT_COMPARABLE = 4;
  static final int FLAG_COMBINATIONS = 8;

  private final ProviderId feed;
  private final Offer[] rows;
  private final Map<OfferId, Offer> byId;

  final long[] priceNanos;
  final int[] shapeOf;
  final byte[] flags;

  final int[] start;
  final int[] regionOf;
  final int[] modelOf;
  final CapacityType[] capacityOf;

  final Region[] regions;
  final Shape[] shapes;
  final double[] shapeWatts;
  final double[] shapeEmbodied;
  final AcceleratorModel[] models;

  /** Where each model's partitions begin; group 0 has no accelerators when there are such rows. */
  final int[] groupStart;

  /** Whether an operator declared what is sold at a region, by region number. */
  final boolean[] declared;

  /**
   * What a machine is, as far as a match can depend on it.
   *
   * @param type the first instance type of this shape; its name means nothing here
   * @param countThousandths accelerators in thousandths; 0 for none
   */
  record Shape(InstanceType type, int countThousandths, NodeCarbon carbon) {}

  Segment(SegmentBuilder built) {
    feed = built.feed;
    rows = built.rows;
    byId = built.byId;
    priceNanos = built.priceNanos;
    shapeOf = built.shapeOf;
    flags = built.flags;
    start = built.start;
    regionOf = built.regionOf;
    modelOf = built.modelOf;
    capacityOf = built.capacityOf;
    regions = built.regions;
    shapes = built.shapes;
    shapeWatts = Arrays.stream(shapes).mapToDouble(shape -> shape.carbon().watts()).toArray();
    shapeEmbodied =
        Arrays.stream(shapes)
            .mapToDouble(shape -> shape.carbon().embodied().gramsPerHour())
            .toArray();
    models = built.models;
    groupStart = built.groupStart;
    declared = built.declared;
  }

  static Segment of(ProviderId feed, List<Offer> offers) {
    return new Segment(new SegmentBuilder(feed, offers));
  }

  ProviderId feed() {
    return feed;
  }

  int size() {
    return rows.length;
  }

  int groups() {
    return groupStart.length - 1;
  }

  /** Null for machines without accelerators. */
  @Nullable AcceleratorModel modelOfGroup(int group) {
    int model = modelOf[groupStart[group]];
    return model < 0 ? null : models[model];
  }

  int rowsOfGroup(int group) {
    return start[groupStart[group + 1]] - start[groupStart[group]];
  }

  Offer row(int index) {
    return rows[index];
  }

  List<Offer> offers() {
    return Collections.unmodifiableList(Arrays.asList(rows));
  }

  Optional<Offer> find(OfferId id) {
    return Optional.ofNullable(byId.get(id));
  }
}
