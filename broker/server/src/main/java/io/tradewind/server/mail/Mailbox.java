package io.tradewind.server.mail;

import java.util.regex.Pattern;

/**
 * Where a letter goes: an address of plain ASCII without quotes or comments, so that nothing in it
 * can be read as a second address or another header.
 */
public record Mailbox(String address) {
  private static final int LONGEST = 254;
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final String WORD = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  private static final Pattern PLAIN =
      Pattern.compile("%s(?:\\.%s)*@%s(?:\\.%s)*".formatted(WORD, WORD, LABEL, LABEL));

  public Mailbox {
    if (address.length() > LONGEST || !PLAIN.matcher(address).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no address of a mailbox. Write it as name@example.org."
              .formatted(address.length() > LONGEST ? address.substring(0, LONGEST) : address));
    }
  }

  String domain() {
    return address.substring(address.lastIndexOf('@') + 1);
  }

  @Override
  public String toString() {
    return address;
  }
}
