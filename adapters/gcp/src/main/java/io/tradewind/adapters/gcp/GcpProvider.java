package io.tradewind.adapters.gcp;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.auth.oauth2.GoogleCredentials;
import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.OfferBook;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Google Cloud as one project sees it, or at list prices for whoever has a key alone. */
final class GcpProvider implements Provider {
  static final ProviderId ID = new ProviderId("gcp");
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  /** Some prices are for {@code global} or {@code us}, which are no places to start a machine. */
  private static final Pattern REGION = Pattern.compile("[a-z]+-[a-z]+\\d+");

  private final BillingCatalogue catalogue;
  private final Optional<ComputeApi> compute;
  private final MachineOffers machines;
  private final TpuOffers tpus;
  private final Clock clock;

  private GcpProvider(
      BillingCatalogue catalogue,
      Optional<ComputeApi> compute,
      Set<String> regions,
      Set<String> families,
      Clock clock) {
    Predicate<String> isWanted =
        region ->
            REGION.matcher(region).matches() && (regions.isEmpty() || regions.contains(region));
    this.catalogue = catalogue;
    this.compute = compute;
    this.machines = new MachineOffers(isWanted, families);
    this.tpus = new TpuOffers(isWanted);
    this.clock = clock;
  }

  /** Reads the credentials file; calls nobody. */
  static GcpProvider connect(GcpSettings settings, Clock clock) {
    CredentialsProvider credentials =
        settings.account().map(GcpProvider::credentials).orElse(NoCredentialsProvider.create());
    GoogleFaults faults = new GoogleFaults(settings.apiKey());
    return new GcpProvider(
        BillingCatalogue.connect(settings, credentials, faults),
        settings
            .account()
            .map(account -> new ComputeApi(account.project(), settings, credentials, faults)),
        settings.regions(),
        settings.families(),
        clock);
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  /** Availability is what quotas tell, and they belong to a project. */
  @Override
  public Set<Capability> capabilities() {
    return compute.isPresent()
        ? EnumSet.of(Capability.SPOT, Capability.AVAILABILITY)
        : EnumSet.of(Capability.SPOT);
  }

  @Override
  public OfferFeed offers() throws ProviderException {
    OfferBook book = new OfferBook(ID, clock.instant());
    UnitPrices prices = catalogue.read(book);
    if (compute.isPresent()) {
      Inventory inventory = compute.get().read();
      machines.list(inventory, book, new OfferWriter(prices, inventory.quotas(), book));
    } else {
      machines.listBundled(prices.regions(), book, new OfferWriter(prices, Map.of(), book));
    }
    tpus.list(prices, book);
    return book.close();
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return Optional.empty();
  }

  @Override
  public void close() {
    catalogue.close();
    compute.ifPresent(ComputeApi::close);
  }

  private static CredentialsProvider credentials(GcpSettings.Account account) {
    try (InputStream file = Files.newInputStream(account.credentialsFile())) {
      return FixedCredentialsProvider.create(
          GoogleCredentials.fromStream(file).createScoped(SCOPE));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The setting tradewind.gcp.credentials-file is '%s', which cannot be read as Google credentials (%s)."
              .formatted(account.credentialsFile(), e.getClass().getSimpleName()),
          e);
    }
  }
}
