package io.tradewind.adapters.verda;

import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.Call;
import io.tradewind.rest.Json;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.RefusedRow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every instance type in every location, on demand and spot. */
final class VerdaProvider implements Provider {
  static final ProviderId ID = ProviderId.of("verda");

  private final Login login;
  private final Optional<Provisioner> provisioner;
  private final Clock clock;

  VerdaProvider(Login login, Optional<Provisioner> provisioner, Clock clock) {
    this.login = login;
    this.provisioner = provisioner;
    this.clock = clock;
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> claimed = EnumSet.of(Capability.AVAILABILITY, Capability.SPOT);
    provisioner.ifPresent(any -> claimed.add(Capability.PROVISION));
    return claimed;
  }

  @Override
  public OfferFeed offers() throws ProviderException {
    List<String> locations = locations();
    Stock stock = new Stock(free(false), free(true));
    OfferBook book = new OfferBook(ID, clock.instant());
    TypeRow rows = new TypeRow(locations, stock, book);
    login.read(
        Call.get("/v1/instance-types?currency=usd"),
        reply -> {
          reply.each(type -> book.row(type.label("instance_type"), () -> rows.read(type)));
          return rows;
        });
    return book.close();
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return provisioner;
  }

  /** Nothing is held between calls but a token, which ends by itself. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return "%s (%s)".formatted(ID, login);
  }

  private List<String> locations() throws ProviderException {
    List<String> codes = new ArrayList<>();
    return login.read(
        Call.get("/v1/locations"),
        reply -> {
          reply.each(location -> codes.add(location.text("code")));
          return codes;
        });
  }

  private Set<Stock.Pool> free(boolean isSpot) throws ProviderException {
    Set<Stock.Pool> free = new HashSet<>();
    return login.read(
        Call.get("/v1/instance-availability?isSpot=" + isSpot),
        reply -> {
          reply.each(location -> add(location, free));
          return free;
        });
  }

  private static void add(Json location, Set<Stock.Pool> free) throws RefusedRow {
    String code = location.text("location_code");
    location.texts("availabilities").forEach(type -> free.add(new Stock.Pool(code, type)));
  }
}
