package io.tradewind.adapters.gcp;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.auth.oauth2.GoogleCredentials;
import io.tradewind.api.AccountReport;
import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.RememberedFor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Google Cloud as one project sees it, or at list prices for whoever has a key alone. */
final class GcpProvider implements Provider {
  static final ProviderId ID = new ProviderId("gcp");

  /** Tens of thousands of SKUs, of which some change in a day. */
  private static final Duration BETWEEN_PRICE_LISTS = Duration.ofHours(1);

  /** Some prices are for {@code global} or {@code us}, which are no places to start a machine. */
  private static final Pattern REGION = Pattern.compile("[a-z]+-[a-z]+\\d+");

  private final BillingCatalogue catalogue;
  private final Optional<ComputeApi> compute;
  private final Optional<TpuView> tpuView;
  private final Optional<GcpCheck> check;
  private final MachineOffers machines;
  private final TpuOffers tpus;
  private final Clock clock;
  private final RememberedFor<PriceList> priceList;
  private final Optional<GcpProvisioner> provisioner;

  private GcpProvider(
      BillingCatalogue catalogue,
      Optional<ComputeApi> compute,
      Optional<TpuView> tpuView,
      Optional<GcpCheck> check,
      Optional<GcpProvisioner> provisioner,
      GcpSettings settings,
      Clock clock) {
    this.catalogue = catalogue;
    this.provisioner = provisioner;
    this.compute = compute;
    this.tpuView = tpuView;
    this.check = check;
    this.machines = new MachineOffers(isWanted(settings), settings.families());
    this.tpus = new TpuOffers(isWanted(settings));
    this.clock = clock;
    this.priceList = new RememberedFor<>(clock, BETWEEN_PRICE_LISTS);
  }

  /** Reads the credentials file; calls nobody. */
  static GcpProvider connect(GcpSettings settings, Clock clock) {
    GoogleFaults faults = new GoogleFaults(settings.apiKey());
    if (settings.account().isEmpty()) {
      return new GcpProvider(
          BillingCatalogue.connect(settings, NoCredentialsProvider.create(), faults),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          settings,
          clock);
    }
    GcpSettings.Account account = settings.account().get();
    GoogleCredentials granted = GoogleKeys.of(account, settings.computeEndpoint());
    CredentialsProvider credentials = FixedCredentialsProvider.create(granted);
    String project = account.project();
    TpuView tpuView =
        new TpuView(
            new TpuApi(project, settings, credentials, faults),
            new QuotaApi(project, settings.quotaEndpoint(), settings.timeLimit(), granted),
            isWanted(settings),
            clock);
    return new GcpProvider(
        BillingCatalogue.connect(settings, credentials, faults),
        Optional.of(new ComputeApi(project, settings, credentials, faults)),
        Optional.of(tpuView),
        Optional.of(new GcpCheck(project, settings, granted)),
        Optional.of(settings.provisioning())
            .filter(GcpSettings.Provisioning::enabled)
            .map(any -> provisioner(settings, project, credentials, faults, clock)),
        settings,
        clock);
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  /** Availability is what quotas tell, and they belong to a project. */
  @Override
  public Set<Capability> capabilities() {
    Set<Capability> claimed = EnumSet.of(Capability.SPOT);
    compute.ifPresent(any -> claimed.add(Capability.AVAILABILITY));
    provisioner.ifPresent(
        any -> claimed.addAll(EnumSet.of(Capability.PROVISION, Capability.PRIVATE_NETWORK)));
    return claimed;
  }

  @Override
  public OfferFeed offers() throws ProviderException {
    RememberedFor.Dated<PriceList> prices = priceList.read(this::readPrices);
    // An offer is as old as its price; what may be started is asked for at every reading.
    OfferBook book = new OfferBook(ID, prices.at());
    list(prices.value().prices(), book);
    OfferFeed told = book.close();
    List<Refusal> refused = new ArrayList<>(prices.value().rows().refused());
    refused.addAll(told.refused());
    return new OfferFeed(told.offers(), refused, prices.value().rows().rows() + told.rows());
  }

  @Override
  public AccountReport check() throws ProviderException {
    return check.isPresent() ? check.get().report() : Provider.super.check();
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return provisioner.map(it -> it);
  }

  @Override
  public void close() {
    provisioner.ifPresent(GcpProvisioner::close);
    catalogue.close();
    compute.ifPresent(ComputeApi::close);
    tpuView.ifPresent(TpuView::close);
  }

  private static GcpProvisioner provisioner(
      GcpSettings settings,
      String project,
      CredentialsProvider credentials,
      GoogleFaults faults,
      Clock clock) {
    MachineApi api = new MachineApi(project, settings, credentials, faults);
    GangNetworks gangs = new GangNetworks(project, settings, credentials, faults, clock);
    return new GcpProvisioner(api, gangs, settings.provisioning());
  }

  private PriceList readPrices() throws ProviderException {
    OfferBook rows = new OfferBook(ID, clock.instant());
    UnitPrices prices = catalogue.read(rows);
    return new PriceList(prices, rows.close());
  }

  private void list(UnitPrices prices, OfferBook book) throws ProviderException {
    if (compute.isPresent()) {
      Inventory inventory = compute.get().read();
      machines.list(
          inventory, book, new OfferWriter(prices, inventory.quotas(), book, clock.instant()));
    } else {
      machines.listBundled(
          prices.regions(), book, new OfferWriter(prices, Map.of(), book, clock.instant()));
    }
    Optional<TpuInventory> slices =
        tpuView.isPresent() ? tpuView.get().read(book) : Optional.empty();
    if (slices.isPresent()) {
      tpus.list(slices.get(), prices, book, clock.instant());
    } else {
      tpus.listBundled(prices, book);
    }
  }

  private static Predicate<String> isWanted(GcpSettings settings) {
    Set<String> regions = settings.regions();
    return region ->
        REGION.matcher(region).matches() && (regions.isEmpty() || regions.contains(region));
  }

  /**
   * The catalogue as it was read.
   *
   * @param rows how many there were, and which were refused
   */
  private record PriceList(UnitPrices prices, OfferFeed rows) {}
}
