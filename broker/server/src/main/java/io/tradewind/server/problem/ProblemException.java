package io.tradewind.server.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refusal that the caller can act on: it is answered as problem+json with this status and code.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String detail;
  private final transient List<FieldProblem> errors;

  /**
   * @param code stable, snake case, such as {@code idempotency_conflict}
   * @param detail a whole sentence: what is wrong and what to do
   */
  public ProblemException(int status, String code, String detail, List<FieldProblem> errors) {
    super(detail);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("A problem has status 400 to 599, not " + status + ".");
    }
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.errors = List.copyOf(errors);
  }

  public ProblemException(int status, String code, String detail) {
    this(status, code, detail, List.of());
  }

  /** 404 for a thing that is named by the path. */
  public static ProblemException notFound(String what, Object id) {
    return new ProblemException(404, "not_found", "There is no %s %s.".formatted(what, id));
  }

  /** 400 for one wrong field. */
  public static ProblemException field(String field, String message, String advice) {
    return new ProblemException(
        400, "invalid_field", message, List.of(new FieldProblem(field, message, advice)));
  }

  /** A body that was sent; JSON may say {@code null}, and so may nothing at all. */
  public static <T> T sent(@Nullable T body) {
    if (body == null) {
      throw field("body", "There is no body.", "Send a JSON object.");
    }
    return body;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String detail() {
    return detail;
  }

  public List<FieldProblem> errors() {
    return errors;
  }
}
