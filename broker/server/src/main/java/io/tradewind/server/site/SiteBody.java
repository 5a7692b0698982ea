package io.tradewind.server.site;

import io.tradewind.api.Cities;
import io.tradewind.api.Countries;
import io.tradewind.api.GeoPoint;
import io.tradewind.pricing.Money;
import io.tradewind.server.agent.SiteEntity;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an operator tells of a site. */
@Schema(
    name = "SiteRequest",
    description = "What it has is discovered by its agents, and is not told here.")
public record SiteBody(
    @Schema(required = true, examples = "Fjord hall 2") @Nullable String name,
    @Schema(required = true, description = "Legal name of who runs it.") @Nullable String operator,
    @Schema(nullable = true, description = "Or latitude, longitude and country.")
        @Nullable String city,
    @Schema(nullable = true, description = "ISO 3166 alpha-2.", examples = "NO")
        @Nullable String country,
    @Schema(nullable = true) @Nullable Double latitude,
    @Schema(nullable = true) @Nullable Double longitude,
    @Schema(
            nullable = true,
            description = "Of the electricity; the country's without it.",
            examples = "NO-NO2")
        @Nullable String gridZone,
    @Schema(nullable = true, description = "Power usage effectiveness, 1 to 3.")
        @Nullable Double pue,
    @Schema(nullable = true, description = "Water usage effectiveness, litres a kWh.")
        @Nullable Double wue,
    @Schema(
            nullable = true,
            enumeration = {"air", "free_air", "evaporative", "liquid", "immersion"})
        @Nullable String cooling,
    @Schema(
            nullable = true,
            description = "What the building may draw for leases at once, losses included.")
        @Nullable Double powerHeadroomKw,
    @Schema(nullable = true) @Nullable Double uplinkGbps,
    @Schema(nullable = true, description = "To be reviewed; until then they count for nothing.")
        @Nullable List<CertificationBody> certifications,
    @Schema(
            nullable = true,
            description = "For one vCPU and hour of machines without accelerators.")
        @Nullable MoneyView ask,
    @Schema(
            nullable = true,
            description = "by_name: only for workloads that allow this site by name.",
            enumeration = {"open", "by_name"})
        @Nullable String listing,
    @Schema(required = true, description = "The version of GET /site-terms that is accepted.")
        @Nullable String terms) {
  private static final Set<String> COOLINGS =
      Set.of("air", "free_air", "evaporative", "liquid", "immersion");
  private static final int LONGEST_NAME = 120;

  /**
   * @param name such as {@code iso27001}
   * @param document where it can be read
   */
  @Schema(name = "CertificationRequest")
  public record CertificationBody(
      @Schema(required = true, examples = "iso27001") @Nullable String name,
      @Schema(required = true, description = "An https address.") @Nullable String document,
      @Schema(required = true, description = "Its last day.", examples = "2027-12-31")
          @Nullable String expires) {
    LocalDate lastDay() {
      return LocalDate.parse(String.valueOf(expires));
    }
  }

  /** Everything that is wrong with it is said at once. */
  SiteEntity read(UUID organization, String acceptedBy, Instant now) {
    List<FieldProblem> problems = new ArrayList<>();
    SiteEntity site = new SiteEntity();
    site.id = UUID.randomUUID();
    site.organization = organization;
    site.name = name(problems, "name", name);
    site.operator = name(problems, "operator", operator);
    site.provider = provider(site.name, site.id);
    place(site, problems);
    figures(site, problems);
    site.listing = oneOf(problems, "listing", listing, Set.of("open", "by_name")).orElse("open");
    ask(site, problems);
    certifications(problems);
    if (!SiteTerms.VERSION.equals(terms)) {
      problems.add(
          new FieldProblem(
              "terms",
              "The terms '%s' are not those that hold.".formatted(terms),
              "Read GET /api/v1/site-terms and write its version, %s."
                  .formatted(SiteTerms.VERSION)));
    }
    site.terms = SiteTerms.VERSION;
    site.termsAcceptedAt = now;
    site.termsAcceptedBy = acceptedBy;
    site.createdAt = now;
    if (!problems.isEmpty()) {
      throw new ProblemException(
          422,
          "site_invalid",
          "The site has %d problem%s; nothing was made."
              .formatted(problems.size(), problems.size() == 1 ? "" : "s"),
          problems);
    }
    return site;
  }

  /** Names of sellers are unique, and none of a site is ever that of a cloud. */
  private static String provider(String name, UUID id) {
    String plain =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String stem = plain.length() > 40 ? plain.substring(0, 40) : plain;
    return "site-%s-%s".formatted(stem, id.toString().substring(0, 6)).replace("--", "-");
  }

  private static String name(List<FieldProblem> problems, String field, @Nullable String text) {
    String name = text == null ? "" : text.strip();
    boolean plain = name.chars().noneMatch(Character::isISOControl);
    if (name.isEmpty() || name.length() > LONGEST_NAME || !plain) {
      problems.add(
          new FieldProblem(
              field,
              "It has %d characters.".formatted(name.length()),
              "Write 1 to %d, on one line.".formatted(LONGEST_NAME)));
    }
    return name;
  }

  private void place(SiteEntity site, List<FieldProblem> problems) {
    Optional<String> code =
        Optional.ofNullable(country).map(it -> it.strip().toUpperCase(Locale.ROOT));
    if (code.isPresent() && Countries.bundled().find(code.get()).isEmpty()) {
      problems.add(
          new FieldProblem(
              "country",
              "'%s' is no country.".formatted(country),
              "Write an ISO code such as NO."));
    }
    if (latitude != null && longitude != null) {
      point(site, latitude, longitude, code, problems);
    } else {
      city(site, code, problems);
    }
    site.gridZone =
        gridZone == null || gridZone.isBlank() ? String.valueOf(site.country) : gridZone.strip();
    if (!site.gridZone.matches("[A-Za-z0-9._-]{1,40}")) {
      problems.add(
          new FieldProblem("gridZone", "It is no zone.", "Write a zone such as NO-NO2 or DE."));
    }
    site.region = site.city.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  private void point(
      SiteEntity site,
      double north,
      double east,
      Optional<String> code,
      List<FieldProblem> problems) {
    site.country = code.orElse(null);
    site.city = city == null || city.isBlank() ? site.name : name(problems, "city", city);
    if (code.isEmpty()) {
      problems.add(
          new FieldProblem("country", "There is no country.", "Write an ISO code such as NO."));
    }
    try {
      GeoPoint point = new GeoPoint(north, east);
      site.latitude = point.latitude();
      site.longitude = point.longitude();
    } catch (IllegalArgumentException e) {
      problems.add(
          new FieldProblem("latitude", String.valueOf(e.getMessage()), "Write 59.91 and 10.75."));
    }
  }

  private void city(SiteEntity site, Optional<String> code, List<FieldProblem> problems) {
    site.city = city == null ? "" : city.strip();
    List<Cities.City> found = Cities.bundled().find(site.city, code);
    if (found.size() == 1) {
      site.city = found.get(0).name();
      site.country = found.get(0).country();
      site.latitude = found.get(0).point().latitude();
      site.longitude = found.get(0).point().longitude();
    } else if (found.isEmpty()) {
      problems.add(
          new FieldProblem(
              "city",
              "There is no city '%s' in the table.".formatted(city),
              "Write latitude, longitude and country in its place."));
    } else {
      problems.add(
          new FieldProblem(
              "country", "There are several: " + found, "Say of which country it is."));
    }
  }

  private void figures(SiteEntity site, List<FieldProblem> problems) {
    site.pue = within(problems, "pue", pue, 1, 3);
    site.wue = within(problems, "wue", wue, 0, 20);
    site.powerHeadroomKw = within(problems, "powerHeadroomKw", powerHeadroomKw, 0.01, 1_000_000);
    site.uplinkGbps = within(problems, "uplinkGbps", uplinkGbps, 0.001, 100_000);
    site.cooling = oneOf(problems, "cooling", cooling, COOLINGS).orElse(null);
  }

  private static @Nullable Double within(
      List<FieldProblem> problems,
      String field,
      @Nullable Double value,
      double least,
      double most) {
    if (value != null && !(value >= least && value <= most)) {
      problems.add(
          new FieldProblem(
              field,
              "%s is outside %s to %s.".formatted(value, least, most),
              "Write a number within, or leave it out."));
    }
    return value;
  }

  private static Optional<String> oneOf(
      List<FieldProblem> problems, String field, @Nullable String value, Set<String> known) {
    if (value != null && !known.contains(value)) {
      problems.add(
          new FieldProblem(
              field,
              "'%s' is none of them.".formatted(value),
              "Write one of %s.".formatted(known.stream().sorted().toList())));
    }
    return Optional.ofNullable(value);
  }

  private void ask(SiteEntity site, List<FieldProblem> problems) {
    if (ask == null) {
      return;
    }
    try {
      Money price = Money.parse(ask.amount() + " " + ask.currency());
      if (!price.isPositive()) {
        throw new IllegalArgumentException("not positive");
      }
      site.ask = price.amount();
      site.currency = price.currencyCode();
    } catch (IllegalArgumentException e) {
      problems.add(
          new FieldProblem(
              "ask",
              "It is no price.",
              "Write an amount above 0 and a currency, or leave it out."));
    }
  }

  private void certifications(List<FieldProblem> problems) {
    List<CertificationBody> all = certifications == null ? List.of() : certifications;
    for (int i = 0; i < all.size(); i++) {
      Certifications.check("certifications[%d].".formatted(i), all.get(i), problems);
    }
  }
}
