package io.tradewind.api;

/** What sort of accelerator a model is. */
public enum AcceleratorKind {
  GPU,
  TPU,
  FPGA,
  ASIC
}
