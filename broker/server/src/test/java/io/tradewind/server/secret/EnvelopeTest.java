package io.tradewind.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tradewind.api.Secret;
import io.tradewind.server.secret.SealedRow.Purpose;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What opens a sealed value, and what does not. */
class EnvelopeTest {
  private static final SealedRow ROW = row(1, 1, Purpose.SECRET);
  private static final Secret VALUE = new Secret("hf_7Kq-of-the-test ä");

  private Path home;

  @BeforeEach
  void livesIn(@TempDir Path folder) {
    home = folder;
  }

  @Test
  void aValueComesBackAsItWentIn() {
    Envelope envelope = generated();
    assertThat(envelope.open(ROW, envelope.seal(ROW, VALUE))).isEqualTo(VALUE);
  }

  @Test
  void theTextStandsNowhereInWhatIsKept() {
    Sealed sealed = generated().seal(ROW, VALUE);
    assertThat(new String(sealed.value(), StandardCharsets.ISO_8859_1)).doesNotContain("hf_7Kq");
    assertThat(sealed).hasToString("sealed under " + sealed.masterKey());
  }

  @Test
  void equalValuesAreSealedUnlike() {
    Envelope envelope = generated();
    Sealed one = envelope.seal(ROW, VALUE);
    Sealed other = envelope.seal(ROW, VALUE);
    assertThat(one.value()).isNotEqualTo(other.value());
    assertThat(one.wrappedKey()).isNotEqualTo(other.wrappedKey());
  }

  @Test
  void aValueOpensInNoOtherRow() {
    Envelope envelope = generated();
    Sealed sealed = envelope.seal(ROW, VALUE);
    for (SealedRow other :
        new SealedRow[] {
          row(1, 2, Purpose.SECRET), row(2, 1, Purpose.SECRET), row(1, 1, Purpose.ACCOUNT)
        }) {
      assertThatExceptionOfType(LockedException.class)
          .as("%s", other)
          .isThrownBy(() -> envelope.open(other, sealed));
    }
  }

  @Test
  void everyBitIsGuarded() {
    Envelope envelope = generated();
    Sealed sealed = envelope.seal(ROW, VALUE);
    for (int at = 0; at < sealed.value().length; at++) {
      Sealed changed =
          new Sealed(sealed.masterKey(), sealed.wrappedKey(), flipped(sealed.value(), at));
      assertThatExceptionOfType(LockedException.class)
          .isThrownBy(() -> envelope.open(ROW, changed))
          .withMessageNotContaining("hf_");
    }
    for (int at = 0; at < sealed.wrappedKey().length; at++) {
      Sealed changed =
          new Sealed(sealed.masterKey(), flipped(sealed.wrappedKey(), at), sealed.value());
      assertThatExceptionOfType(LockedException.class)
          .isThrownBy(() -> envelope.open(ROW, changed));
    }
  }

  @Test
  void whatIsCutShortIsRefused() {
    Envelope envelope = generated();
    Sealed sealed = envelope.seal(ROW, VALUE);
    Sealed cut = new Sealed(sealed.masterKey(), sealed.wrappedKey(), new byte[5]);
    assertThatExceptionOfType(LockedException.class).isThrownBy(() -> envelope.open(ROW, cut));
  }

  @Test
  void anotherBrokersKeysDoNotOpenIt() {
    Sealed sealed = generated().seal(ROW, VALUE);
    Envelope other = new Envelope(keys(home.resolve("other")));
    assertThatExceptionOfType(LockedException.class)
        .isThrownBy(() -> other.open(ROW, sealed))
        .withMessageContaining(sealed.masterKey())
        .withMessageContaining("master.keys");
  }

  @Test
  void theGeneratedKeyIsForItsOwnerAlone() throws IOException {
    generated().seal(ROW, VALUE);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.resolve("master.keys"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aNewKeyTakesOverWhileTheOldOneStillOpens() throws IOException {
    MasterKeys keys = keys(home);
    Envelope envelope = new Envelope(keys);
    Sealed old = envelope.seal(ROW, VALUE);
    Path file = home.resolve("master.keys");
    String before = Files.readString(file);
    Files.writeString(file, line("k-new", 7) + before);
    keys.refresh();

    Sealed anew = envelope.rewrap(ROW, old);

    assertThat(envelope.open(ROW, old)).isEqualTo(VALUE);
    assertThat(anew.masterKey()).isEqualTo("k-new");
    assertThat(anew.value()).isEqualTo(old.value());
    Files.writeString(file, line("k-new", 7));
    keys.refresh();
    assertThat(envelope.open(ROW, anew)).isEqualTo(VALUE);
    assertThatExceptionOfType(LockedException.class).isThrownBy(() -> envelope.open(ROW, old));
  }

  @Test
  void aKeyThatWasAddedElsewhereIsFoundWithoutARestart() throws IOException {
    Path file = home.resolve("shared.keys");
    Files.writeString(file, line("a", 1));
    MasterKeys here = new MasterKeys(Optional.of("file:" + file), home, name -> null);
    assertThat(here.current().name()).isEqualTo("a");
    Files.writeString(file, line("a", 1) + line("b", 2));
    assertThat(here.find("b")).isPresent();
  }

  @Test
  void keysMayComeFromTheEnvironment() {
    MasterKeys keys =
        new MasterKeys(
            Optional.of("env:KEYS"), home, name -> name.equals("KEYS") ? line("e1", 3) : null);
    assertThat(keys.current().name()).isEqualTo("e1");
  }

  @Test
  void whatIsNoKeyIsToldByItsLineAndNotShown() {
    MasterKeys keys =
        new MasterKeys(Optional.of("env:KEYS"), home, name -> line("good", 1) + "bad c2VjcmV0\n");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(keys::current)
        .withMessageContaining("Line 2")
        .withMessageNotContaining("c2VjcmV0");
  }

  @Test
  void aReferenceToNothingSaysWhatWouldBeRight() {
    MasterKeys keys = new MasterKeys(Optional.of("env:MISSING"), home, name -> null);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(keys::current)
        .withMessageContaining("tradewind.secret.master-keys")
        .withMessageContaining("file:/path or env:NAME");
  }

  private Envelope generated() {
    return new Envelope(keys(home));
  }

  private static MasterKeys keys(Path home) {
    return new MasterKeys(Optional.empty(), home, name -> null);
  }

  private static String line(String name, int fill) {
    byte[] key = new byte[32];
    java.util.Arrays.fill(key, (byte) fill);
    return name + " " + Base64.getEncoder().encodeToString(key) + "\n";
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at] ^= 1;
    return changed;
  }

  private static SealedRow row(int organization, int id, Purpose purpose) {
    return new SealedRow(new UUID(0, organization), new UUID(1, id), purpose);
  }
}
