package io.tradewind.server.page;

import io.tradewind.server.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Opaque cursors. A cursor holds the sort key of the last item that was shown, so that the next
 * page begins behind it whatever happened to the list in between.
 */
public final class Cursors {
  private static final String BETWEEN_PARTS = "\0";
  private static final int LONGEST = 4_000;

  private Cursors() {}

  /**
   * @param parts none of which holds the character NUL
   */
  public static String encode(String... parts) {
    byte[] bytes = String.join(BETWEEN_PARTS, parts).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * What {@link #encode} was given.
   *
   * @param parts how many there must be
   * @throws ProblemException 400 naming {@code cursor} when this is none of our cursors
   */
  public static List<String> decode(String cursor, int parts) {
    List<String> decoded = List.of(text(cursor).split(BETWEEN_PARTS, -1));
    if (decoded.size() != parts) {
      throw bad();
    }
    return decoded;
  }

  /** For callers that find that the parts make no sense. */
  public static ProblemException bad() {
    return ProblemException.field(
        "cursor",
        "The cursor is not one that this list gave out.",
        "Repeat nextCursor of the page before unchanged, with the same sort and order, or leave"
            + " cursor out to begin at the first page.");
  }

  private static String text(String cursor) {
    if (cursor.length() > LONGEST) {
      throw bad();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw bad();
    }
  }
}
