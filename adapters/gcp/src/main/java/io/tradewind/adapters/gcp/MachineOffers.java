package io.tradewind.adapters.gcp;

import com.google.cloud.compute.v1.MachineType;
import io.tradewind.api.Architecture;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.ShapeTable;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Virtual machines with accelerators, and plain ones of the families that are asked for. */
final class MachineOffers {
  private static final Set<String> ARM_FAMILIES = Set.of("t2a", "c4a", "n4a", "a4x");

  private final Map<String, ShapeTable.Row> table = new LinkedHashMap<>();
  private final Predicate<String> isWanted;
  private final Set<String> plainFamilies;

  /**
   * @param isWanted of a region's name
   */
  MachineOffers(Predicate<String> isWanted, Set<String> plainFamilies) {
    this.isWanted = isWanted;
    this.plainFamilies = plainFamilies;
    ShapeTable.beside(MachineOffers.class, "machines.csv")
        .rows()
        .forEach(row -> table.put(row.type().name(), row));
  }

  /** What the project sees, zone by zone. */
  void list(Inventory inventory, OfferBook book, OfferWriter writer) {
    inventory.silent().forEach((zone, words) -> noteSilence(zone, words, book));
    inventory
        .machines()
        .forEach(
            (zone, types) -> {
              if (isWanted.test(region(zone))) {
                Set<String> accelerators =
                    inventory.accelerators().getOrDefault(zone, Set.<String>of());
                list(zone, types, accelerators, book, writer);
              }
            });
  }

  /** The bundled shapes wherever all their parts are priced. */
  void listBundled(Set<String> regions, OfferBook book, OfferWriter writer) {
    for (String region : regions) {
      if (isWanted.test(region)) {
        table.values().forEach(row -> writer.presumed(recipe(row, row.type()), region));
        for (InstanceType host : N1Accelerators.standardHosts()) {
          book.attempt(
              host.name(),
              () ->
                  N1Accelerators.with(host, N1Accelerators.types())
                      .forEach(recipe -> writer.presumed(recipe, region)));
        }
      }
    }
  }

  private void list(
      String zone,
      List<MachineType> types,
      Set<String> accelerators,
      OfferBook book,
      OfferWriter writer) {
    for (MachineType type : types) {
      book.row(
          "%s %s".formatted(zone, type.getName()),
          () ->
              recipes(type, accelerators)
                  .forEach(recipe -> writer.seen(recipe, region(zone), zone)));
    }
  }

  private List<Recipe> recipes(MachineType type, Set<String> accelerators) throws RefusedRow {
    if (type.getDeprecated().hasState() && !type.getDeprecated().getState().equals("ACTIVE")) {
      return List.of();
    }
    if (type.getAcceleratorsCount() > 0) {
      return List.of(accelerated(type));
    }
    InstanceType plain = plain(type);
    if (N1Accelerators.isHost(type.getName())) {
      return N1Accelerators.with(plain, accelerators);
    }
    return isPlainWanted(type)
        ? List.of(new Recipe(plain, Optional.empty(), BigDecimal.ZERO, true, Optional.empty()))
        : List.of();
  }

  /** Not those whose price has other parts: a share of a processor, bundled disks. */
  private boolean isPlainWanted(MachineType type) {
    return plainFamilies.contains(Recipe.family(type.getName()))
        && !type.getIsSharedCpu()
        && !type.getName().contains("lssd")
        && !type.getName().contains("metal");
  }

  private Recipe accelerated(MachineType type) throws RefusedRow {
    ShapeTable.Row row = table.get(type.getName());
    if (row == null) {
      throw new RefusedRow(
          Reason.PRICE_MISSING,
          "the disks that come with %s are not known, so its price is not"
              .formatted(type.getName()));
    }
    String told = type.getAccelerators(0).getGuestAcceleratorType();
    if (!told.equals(row.text("accelerator"))) {
      throw RefusedRow.malformed(
          "its accelerator is '%s'; expected %s".formatted(told, row.text("accelerator")));
    }
    InstanceType seen = plain(type);
    // Google counts a part of a device as one, so the table's count stands.
    InstanceType whole =
        new InstanceType(
            seen.name(),
            row.type().accelerators(),
            seen.vcpus(),
            seen.memory(),
            row.type().architecture(),
            row.type().interconnect());
    return recipe(row, whole);
  }

  private static InstanceType plain(MachineType type) throws RefusedRow {
    if (type.getGuestCpus() <= 0 || type.getMemoryMb() <= 0) {
      throw RefusedRow.malformed(
          "it has %d vCPUs and %d MB; expected numbers above zero"
              .formatted(type.getGuestCpus(), type.getMemoryMb()));
    }
    boolean isArm = ARM_FAMILIES.contains(Recipe.family(type.getName()));
    return new InstanceType(
        type.getName(),
        Optional.empty(),
        type.getGuestCpus(),
        new Memory(type.getMemoryMb()),
        isArm ? Architecture.ARM64 : Architecture.X86_64,
        Interconnect.ETHERNET);
  }

  private static Recipe recipe(ShapeTable.Row row, InstanceType type) {
    return new Recipe(
        type,
        Optional.of(row.text("accelerator")),
        new BigDecimal(row.text("local_ssd_gib")),
        row.text("sold").equals("on_demand"),
        Optional.empty());
  }

  static void noteSilence(String zone, String words, OfferBook book) {
    book.attempt(
        zone,
        () -> {
          throw new RefusedRow(
              Reason.UNREADABLE_PART,
              "it did not answer (%s); what it told last stands".formatted(words));
        });
  }

  static String region(String zone) {
    int dash = zone.lastIndexOf('-');
    return dash > 0 ? zone.substring(0, dash) : zone;
  }
}
