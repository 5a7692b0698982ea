package io.tradewind.api;

/** What the server hands to a provider's adapter. */
public interface ProviderContext extends AdapterContext {
  /** The enrolled sites, for the adapter that sells their capacity. */
  SiteDirectory sites();
}
