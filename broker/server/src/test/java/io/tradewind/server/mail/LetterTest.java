package io.tradewind.server.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LetterTest {
  private static final Mailbox ADA = new Mailbox("ada@example.org");

  @Property
  void aSubjectIsOneLineWhateverStandsInIt(@ForAll String said) {
    String subject = new Letter(new UUID(0, 1), ADA, said + "\r\nBcc: x" + said, "").subject();

    assertThat(subject).doesNotContainPattern("[\\p{Cntrl}\u2028\u2029]");
    assertThat(subject.length()).isLessThanOrEqualTo(200);
  }

  @Test
  void anAddressIsOneMailboxAndNothingElse() {
    assertThat(new Mailbox("ada.l+x@sub.example.org").domain()).isEqualTo("sub.example.org");
    for (String wrong :
        new String[] {
          "",
          "ada",
          "ada@",
          "@example.org",
          "ada@exa mple.org",
          "ada@example.org\n",
          "ada@example.org\r\nBcc: eve@example.org",
          "ada@example.org,eve@example.org",
          "\"ada\"@example.org",
          "ada@[127.0.0.1]",
          "a".repeat(250) + "@example.org"
        }) {
      assertThatThrownBy(() -> new Mailbox(wrong)).hasMessageContaining("name@example.org");
    }
  }
}
