package io.tradewind.api;

/** How machines of a type reach each other. */
public enum Interconnect {
  UNKNOWN,
  ETHERNET,
  /** InfiniBand, RoCE, EFA, ICI or the like: fit for gangs that exchange gradients. */
  RDMA
}
