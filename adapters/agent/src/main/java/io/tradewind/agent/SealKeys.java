package io.tradewind.agent;

import io.tradewind.api.Secret;
import io.tradewind.api.agent.LeaseSeal;
import io.tradewind.api.agent.LeaseSeal.UnopenableException;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.SealingKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys to which the broker seals what only this agent may read. The former one stays until the
 * next change, since something may be on its way that was sealed to it.
 */
final class SealKeys {
  private final Path file;
  private final Identity identity;
  private KeyPair current;
  private Optional<KeyPair> former;

  private SealKeys(Path file, Identity identity) throws IOException {
    this.file = file;
    this.identity = identity;
    current = load(file);
    former = Files.exists(formerFile()) ? Optional.of(load(formerFile())) : Optional.empty();
  }

  /** Reads the keys, or makes one at the first start. */
  static SealKeys load(Path folder, Identity identity) throws IOException {
    return new SealKeys(folder.resolve("seal.key"), identity);
  }

  /** For a heartbeat, once the agent is enrolled. */
  synchronized SealingKeys.Announced announced() {
    return identity.naming(current.getPublic());
  }

  /** The work with all of its environment, which must not be kept. */
  LeaseWork.Run open(String leaseId, long generation, LeaseWork.Run run)
      throws UnopenableException {
    LeaseSeal.Sealed sealed = run.sealed();
    if (sealed == null) {
      return run;
    }
    LeaseSeal.Place place = new LeaseSeal.Place(leaseId, generation, identity.agentId());
    Map<String, Secret> secrets = LeaseSeal.open(named(sealed.key()), place, sealed);
    return run.opened(secrets);
  }

  /** One that is neither will not open it, and says so. */
  private synchronized KeyPair named(String key) {
    return List.of(former.orElse(current), current).stream()
        .filter(pair -> LeaseSeal.nameOf(pair.getPublic()).equals(key))
        .findFirst()
        .orElse(current);
  }

  /** Another key takes the place of one that has served its time; the next heartbeat tells it. */
  synchronized boolean renewIfDue(Instant now) throws IOException {
    if (!KeyFile.isDue(file, now)) {
      return false;
    }
    Files.move(file, formerFile(), StandardCopyOption.ATOMIC_MOVE);
    former = Optional.of(current);
    current = load(file);
    return true;
  }

  private Path formerFile() {
    return file.resolveSibling("seal.key.former");
  }

  private static KeyPair load(Path file) throws IOException {
    return KeyFile.load(file, "X25519", SealingKeys::generate);
  }
}
