package io.tradewind.api.agent;

/** A message of an agent that the broker does not take. Holds no secret. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final AgentRefusal refusal;

  /**
   * @param detail what was found and what would have been right
   */
  public RefusedException(AgentRefusal refusal, String detail) {
    super(detail);
    this.refusal = refusal;
  }

  public AgentRefusal refusal() {
    return refusal;
  }
}
