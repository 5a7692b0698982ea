package io.tradewind.matcher.plan;

/** The most machines that one tenant may hold in a plan: its fair share. */
public record TenantCap(String tenant, int machines) {
  public TenantCap {
    if (machines < 0) {
      throw new IllegalArgumentException(
          "A cap of %d machines for %s is negative. Use zero for none."
              .formatted(machines, tenant));
    }
  }
}
