package io.tradewind.server.feed;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A reading as bytes: the components of its records as JSON, compressed. For brokers of one
 * version.
 */
final class ReadingCodec {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModules(new Jdk8Module(), new JavaTimeModule())
          // Records of another version are not read half.
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .visibility(PropertyAccessor.GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .build();

  private ReadingCodec() {}

  static byte[] write(OfferFeed reading) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream compressed = new GZIPOutputStream(bytes)) {
      JSON.writeValue(compressed, reading);
    } catch (IOException e) {
      throw new UncheckedIOException("A reading cannot be written as JSON.", e);
    }
    return bytes.toByteArray();
  }

  static OfferFeed read(byte[] bytes) {
    try (GZIPInputStream compressed = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      OfferFeed read = JSON.readValue(compressed, OfferFeed.class);
      Sharing sharing = new Sharing();
      List<Offer> offers = read.offers().stream().map(sharing::of).toList();
      return new OfferFeed(offers, read.refused(), read.rows());
    } catch (IOException e) {
      throw new UncheckedIOException("A reading of another broker is not understood.", e);
    }
  }

  /** Thousands of offers are of the same few machines, regions and sources. */
  private static final class Sharing {
    private final Map<Region, Region> regions = new HashMap<>();
    private final Map<InstanceType, InstanceType> types = new HashMap<>();
    private final Map<Source, Source> sources = new HashMap<>();

    Offer of(Offer offer) {
      return new Offer(
          offer.id(),
          regions.computeIfAbsent(offer.region(), it -> it),
          offer.zone(),
          types.computeIfAbsent(offer.instanceType(), it -> it),
          offer.capacityType(),
          offer.price(),
          offer.availability(),
          offer.observedAt(),
          sources.computeIfAbsent(offer.source(), it -> it),
          offer.listing());
    }
  }
}
