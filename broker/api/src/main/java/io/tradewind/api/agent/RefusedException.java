package io.tradewind.api.agent;

/** A message of an agent that the broker does not take. Holds no secret. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final AgentRefusal refusal;
  private final String detail;

  public RefusedException(AgentRefusal refusal, String detail) {
    super(detail);
    this.refusal = refusal;
    this.detail = detail;
  }

  public AgentRefusal refusal() {
    return refusal;
  }

  /** What was found and what would have been right. */
  public String detail() {
    return detail;
  }
}
