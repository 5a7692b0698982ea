package io.tradewind.adapters.catalog;

import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipException;

/**
 * The offers of one catalogue file. It tells of many sellers and sells nothing itself. The file is
 * read anew each time, whole or not at all: half a file is a failure, not a small market.
 */
public final class CatalogProvider implements Provider {
  private final ProviderId id;
  private final CatalogFile file;
  private final Clock clock;

  CatalogProvider(ProviderId id, CatalogFile file, Clock clock) {
    this.id = id;
    this.file = file;
    this.clock = clock;
  }

  @Override
  public ProviderId id() {
    return id;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.MANY_SELLERS, Capability.SPOT);
  }

  @Override
  public boolean asksAway() {
    return false;
  }

  @Override
  public OfferFeed offers() throws ProviderException {
    OfferBook book = new OfferBook(id, clock.instant());
    try {
      CatalogReader.read(file, book);
    } catch (Download.Answer e) {
      throw new ProviderException(id, e.fault(), told(e), e.retryAfter(), e);
    } catch (EOFException | ZipException e) {
      throw new ProviderException(id, Fault.UNREACHABLE, cutOff(), e);
    } catch (IOException e) {
      throw new ProviderException(id, Fault.UNREACHABLE, told(e), e);
    } catch (UncheckedIOException e) {
      throw readingFailed(e);
    } catch (CatalogReader.UnreadableCatalog e) {
      throw new ProviderException(id, Fault.UNEXPECTED, told(e), e);
    }
    return book.close();
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return Optional.empty();
  }

  /** The file is only open while it is read. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return "%s (%s)".formatted(id, file.shown());
  }

  private ProviderException readingFailed(UncheckedIOException e) {
    IOException cause = e.getCause();
    boolean cut = cause instanceof EOFException || cause instanceof ZipException;
    return new ProviderException(id, Fault.UNREACHABLE, cut ? cutOff() : told(e), e);
  }

  private String cutOff() {
    return "%s is damaged or cut off: its compressed data ends early or is wrong. Copy it again."
        .formatted(file.shown());
  }

  private String told(Exception e) {
    return "%s cannot be read: %s.".formatted(file.shown(), e.getMessage());
  }
}
