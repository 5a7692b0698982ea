package io.tradewind.adapters.catalog;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.testkit.MutableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes small catalogues into a folder and reads them. */
record Catalogs(Path folder) {
  static final MutableClock CLOCK = MutableClock.at("2026-11-20T12:00:00Z");
  static final String NORMALIZED =
      "provider,instance_type,region,zone,accelerator,accelerator_count,accelerator_memory_gib,"
          + "accelerator_vendor,vcpus,memory_gib,price,spot_price,arch\n";
  static final String SKYPILOT =
      "InstanceType,vCPUs,MemoryGiB,AcceleratorName,AcceleratorCount,GpuInfo,Region,"
          + "AvailabilityZone,Price,SpotPrice\n";
  static final String LIST =
      "provider,instance_type,region,zone,accelerator,accelerator_count,vcpus,memory_gib,"
          + "capacity_type,price_per_hour,currency,architecture,source_url,as_of,note\n";

  /** One normalized row of a machine with eight H100. */
  static String h100(String price, String spotPrice) {
    return "aws,p5.48xlarge,us-east-1,use1-az1,H100,8,80,nvidia,192,2048,%s,%s,x86_64\n"
        .formatted(price, spotPrice);
  }

  OfferFeed normalized(String rows) throws ProviderException {
    return read("offers.csv", NORMALIZED + rows);
  }

  OfferFeed skyPilot(String seller, String rows) throws ProviderException {
    return read(seller + "/vms.csv", SKYPILOT + rows);
  }

  OfferFeed read(String name, String text) throws ProviderException {
    return read(write(name, text.getBytes(StandardCharsets.UTF_8)).toString());
  }

  static OfferFeed read(String entry) throws ProviderException {
    return provider(entry).offers();
  }

  static CatalogProvider provider(String entry) {
    CatalogFile file = CatalogFile.parse(entry, Duration.ofSeconds(20));
    return new CatalogProvider(ProviderId.of("catalog-test"), file, CLOCK);
  }

  Path write(String name, byte[] bytes) {
    try {
      Path path = folder.resolve(name);
      Files.createDirectories(folder.resolve(name).resolveSibling("."));
      return Files.write(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzipped(String text) {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static List<Reason> reasons(OfferFeed feed) {
    return feed.refused().stream().map(Refusal::reason).toList();
  }

  static List<String> ids(OfferFeed feed) {
    return feed.offers().stream().map(Offer::id).map(OfferId::value).toList();
  }

  /** {@code id at amount}, for short assertions. */
  static List<String> priced(OfferFeed feed) {
    return feed.offers().stream()
        .map(
            offer ->
                "%s at %s"
                    .formatted(
                        offer.id(),
                        offer.price().perHour().amount().stripTrailingZeros().toPlainString()))
        .toList();
  }
}
