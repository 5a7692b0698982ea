package io.tradewind.server.signin;

import java.util.UUID;

/**
 * The one organization and project of standalone mode. Every row carries both, so that more can
 * follow.
 */
public final class Tenants {
  public static final UUID DEFAULT_ORGANIZATION =
      UUID.fromString("00000000-0000-4000-8000-000000000001");
  public static final UUID DEFAULT_PROJECT =
      UUID.fromString("00000000-0000-4000-8000-000000000002");

  private Tenants() {}
}
