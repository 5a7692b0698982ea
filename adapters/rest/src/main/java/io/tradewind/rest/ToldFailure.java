package io.tradewind.rest;

import io.tradewind.api.ProviderException.Fault;
import java.io.IOException;

/**
 * A failure that an API tells in an answer of 200. Thrown by a {@link RestClient.ReplyReader}, it
 * becomes the fault that it names; one that asks for patience is waited out like any other.
 */
public final class ToldFailure extends IOException {
  private static final long serialVersionUID = 1L;
  private final Fault fault;

  public ToldFailure(Fault fault, String detail) {
    super(detail);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
