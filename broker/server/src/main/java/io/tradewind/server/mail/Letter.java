package io.tradewind.server.mail;

import java.util.UUID;

/**
 * A letter of plain text.
 *
 * @param id the same when it is sent again, so that a mailbox can tell
 * @param subject one line: what would end it, or begin another header, is a space
 */
public record Letter(UUID id, Mailbox to, String subject, String text) {
  private static final int LONGEST_SUBJECT = 200;

  public Letter {
    String line = subject.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ").strip();
    subject =
        line.length() <= LONGEST_SUBJECT ? line : line.substring(0, LONGEST_SUBJECT - 1) + "…";
  }
}
