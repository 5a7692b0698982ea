package io.tradewind.matcher.memory;

import java.util.HashSet;
import java.util.Set;

/**
 * Pools that fail for one tenant alone, whose quota or credentials do not allow them, until
 * somebody changes that. Immutable.
 */
public record Blocks(Set<Block> blocked) {
  public static final Blocks NONE = new Blocks(Set.of());

  /** A tenant is whoever holds the account at the provider. */
  public record Block(String tenant, Pool pool) {}

  public Blocks {
    blocked = Set.copyOf(blocked);
  }

  public Blocks with(String tenant, Pool pool) {
    Set<Block> more = new HashSet<>(blocked);
    more.add(new Block(tenant, pool));
    return new Blocks(more);
  }

  /** Quota or credentials of a tenant have changed: all its pools may be tried again. */
  public Blocks lifted(String tenant) {
    Set<Block> fewer = new HashSet<>(blocked);
    fewer.removeIf(block -> block.tenant().equals(tenant));
    return new Blocks(fewer);
  }

  public boolean has(String tenant, Pool pool) {
    return blocked.contains(new Block(tenant, pool));
  }
}
