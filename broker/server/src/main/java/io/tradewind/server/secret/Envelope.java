package io.tradewind.server.secret;

import io.tradewind.api.Secret;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Envelope encryption with AES-256-GCM (NIST SP 800-38D), 96-bit random nonces and 128-bit tags. A
 * data key seals one value once; a master key may seal four thousand million data keys before its
 * nonces come too close, and is changed long before.
 */
@Singleton
class Envelope {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final MasterKeys keys;
  private final SecureRandom random = new SecureRandom();

  Envelope(MasterKeys keys) {
    this.keys = keys;
  }

  Sealed seal(SealedRow row, Secret value) {
    byte[] dataKey = new byte[MasterKeys.KEY_BYTES];
    random.nextBytes(dataKey);
    try {
      byte[] plain = value.reveal().getBytes(StandardCharsets.UTF_8);
      byte[] sealed = encrypt(aes(dataKey), row.bytes(), plain);
      Arrays.fill(plain, (byte) 0);
      return wrapped(row, dataKey, sealed);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /**
   * @throws LockedException where its master key is not here, or it is not what was sealed in this
   *     row
   */
  Secret open(SealedRow row, Sealed sealed) {
    byte[] dataKey = unwrap(row, sealed);
    try {
      byte[] plain = decrypt(aes(dataKey), row.bytes(), sealed.value());
      Secret value = new Secret(new String(plain, StandardCharsets.UTF_8));
      Arrays.fill(plain, (byte) 0);
      return value;
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /** The same value under the current master key; only the data key is opened for it. */
  Sealed rewrap(SealedRow row, Sealed sealed) {
    byte[] dataKey = unwrap(row, sealed);
    try {
      return wrapped(row, dataKey, sealed.value());
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  private Sealed wrapped(SealedRow row, byte[] dataKey, byte[] value) {
    MasterKeys.Named current = keys.current();
    byte[] wrapped = encrypt(current.key(), row.bytesWith(current.name()), dataKey);
    return new Sealed(current.name(), wrapped, value);
  }

  private byte[] unwrap(SealedRow row, Sealed sealed) {
    SecretKey master =
        keys.find(sealed.masterKey())
            .orElseThrow(
                () ->
                    new LockedException(
                        "The master key %s is not among those of this broker; add it to %s."
                            .formatted(sealed.masterKey(), keys.place())));
    return decrypt(master, row.bytesWith(sealed.masterKey()), sealed.wrappedKey());
  }

  private byte[] encrypt(SecretKey key, byte[] boundTo, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(boundTo);
      byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
      int unused = cipher.doFinal(plain, 0, plain.length, all, NONCE_BYTES);
      return all;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java seals with AES-GCM; this one does not.", e);
    }
  }

  private static byte[] decrypt(SecretKey key, byte[] boundTo, byte[] all) {
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, all, 0, NONCE_BYTES));
      cipher.updateAAD(boundTo);
      return cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
    } catch (AEADBadTagException e) {
      throw new LockedException(
          "A sealed value does not open: it was changed, moved from another row, or sealed by"
              + " another key of the same name.");
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new LockedException("A sealed value is not whole.");
    }
  }

  private static SecretKey aes(byte[] key) {
    return new SecretKeySpec(key, "AES");
  }
}
