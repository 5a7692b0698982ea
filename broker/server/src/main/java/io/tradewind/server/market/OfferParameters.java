package io.tradewind.server.market;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.CapacityType;
import jakarta.ws.rs.QueryParam;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters by which offers are filtered. Text, because a value that cannot be read is
 * answered with advice.
 */
public class OfferParameters {
  @QueryParam("accelerator")
  @Parameter(
      description =
          "Model names or aliases, separated by commas; 'none' for machines without. An unknown"
              + " name matches nothing.",
      example = "H100,A100-80GB")
  public @Nullable String accelerator;

  @QueryParam("vendor")
  @Parameter(
      description = "Makers of the accelerators, separated by commas.",
      example = "amd,google")
  public @Nullable String vendor;

  @QueryParam("provider")
  @Parameter(description = "Sellers, separated by commas.", example = "aws,gcp")
  public @Nullable String provider;

  @QueryParam("region")
  @Parameter(
      description = "Region names, or provider/region, separated by commas.",
      example = "aws/eu-west-1")
  public @Nullable String region;

  @QueryParam("country")
  @Parameter(description = "ISO 3166-1 alpha-2, separated by commas.", example = "DE,FR")
  public @Nullable String country;

  @QueryParam("capacityType")
  @Parameter(
      description = "on_demand, spot or reserved, separated by commas.",
      schema = @Schema(type = SchemaType.STRING, examples = "spot"))
  public @Nullable String capacityType;

  @QueryParam("certification")
  @Parameter(
      description =
          "What the place must hold, separated by commas, all of it: certificates that somebody"
              + " else than the operator has verified, and that have not expired.",
      example = "iso27001")
  public @Nullable String certification;

  @QueryParam("minAccelerators")
  @Parameter(
      description = "At least so many accelerators in the machine.",
      schema = @Schema(type = SchemaType.NUMBER, minimum = "0"))
  public @Nullable String minAccelerators;

  @QueryParam("maxAccelerators")
  @Parameter(
      description = "At most so many accelerators in the machine.",
      schema = @Schema(type = SchemaType.NUMBER, minimum = "0"))
  public @Nullable String maxAccelerators;

  @QueryParam("minMemoryGib")
  @Parameter(
      description = "At least so much main memory in the machine.",
      schema = @Schema(type = SchemaType.NUMBER, minimum = "0"))
  public @Nullable String minMemoryGib;

  @QueryParam("freshness")
  @Parameter(
      description =
          "How old the observation is: fresh below 2 hours, aging below 12, stale below 24, else"
              + " expired.",
      schema =
          @Schema(
              type = SchemaType.STRING,
              enumeration = {"fresh", "aging", "stale", "expired"}))
  public @Nullable String freshness;

  @QueryParam("superseded")
  @Parameter(
      description =
          "Whether offers are shown for which another source of the same machine is believed.",
      schema =
          @Schema(
              type = SchemaType.STRING,
              enumeration = {"hide", "show"},
              defaultValue = "hide"))
  public @Nullable String superseded;

  @QueryParam("q")
  @Parameter(
      description =
          "Words that must each occur in the instance type, the region, its city, the seller or the"
              + " accelerator.",
      example = "p5 frankfurt")
  public @Nullable String q;

  OfferFilter filter() {
    return new OfferFilter(
        models(),
        Parameters.list(provider, it -> it.toLowerCase(Locale.ROOT)),
        Parameters.list(region, it -> it),
        Parameters.list(country, it -> it.toUpperCase(Locale.ROOT)),
        capacityTypes(),
        Parameters.list(certification, it -> it.toLowerCase(Locale.ROOT)),
        Parameters.number("minAccelerators", minAccelerators),
        Parameters.number("maxAccelerators", maxAccelerators),
        Parameters.number("minMemoryGib", minMemoryGib),
        Parameters.choice("freshness", freshness, Freshness::parse, "fresh, aging, stale, expired"),
        Parameters.choice("superseded", superseded, OfferParameters::shows, "hide, show")
            .orElse(false),
        OfferFilter.termsOf(q == null ? "" : q));
  }

  /** Of the makers' models, those that are asked for; one that nobody makes matches nothing. */
  private Set<String> models() {
    Set<String> named = Parameters.list(accelerator, OfferParameters::model);
    Set<String> makers = Parameters.list(vendor, it -> it.toLowerCase(Locale.ROOT));
    if (makers.isEmpty()) {
      return named;
    }
    Set<String> made =
        Accelerators.bundled().models().stream()
            .filter(it -> makers.contains(it.vendor().toLowerCase(Locale.ROOT)))
            .map(AcceleratorModel::name)
            .filter(it -> named.isEmpty() || named.contains(it))
            .collect(Collectors.toUnmodifiableSet());
    return made.isEmpty() ? Set.of("") : made;
  }

  /** The canonical name of what a user calls it; as written when nobody knows it. */
  public static String model(String name) {
    return name.equalsIgnoreCase(OfferFilter.NO_ACCELERATOR)
        ? OfferFilter.NO_ACCELERATOR
        : Accelerators.bundled()
            .resolve(name)
            .map(AcceleratorSet::model)
            .map(it -> it.name())
            .orElse(name);
  }

  private static Optional<Boolean> shows(String word) {
    return switch (word) {
      case "hide" -> Optional.of(false);
      case "show" -> Optional.of(true);
      default -> Optional.empty();
    };
  }

  private Set<CapacityType> capacityTypes() {
    return Parameters.list(capacityType, it -> it).stream()
        .flatMap(
            it ->
                Parameters.choice(
                    "capacityType", it, CapacityType::parse, "on_demand, spot, reserved")
                    .stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
