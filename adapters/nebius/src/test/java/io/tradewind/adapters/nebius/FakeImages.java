package io.tradewind.adapters.nebius;

import java.util.ArrayList;
import java.util.List;

/** Nebius' public images: two generations, and some that no machine of the tests may boot. */
final class FakeImages {
  private static final long READY = 2;
  private static final long AMD64 = 1;
  private static final long ARM64 = 2;
  private static final long FORTY_GIBIBYTES = 40L << 30;

  private final List<Wire.Builder> all = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();

  FakeImages() {
    has("driverless", image("ubuntu24.04-driverless", AMD64), READY, 0);
    has("older", image("ubuntu22.04-cuda12", AMD64), READY, 0);
    has("newest", image("ubuntu24.04-cuda13.0", AMD64), READY, 0);
    has("arm", image("ubuntu24.04-cuda13.1", ARM64), READY, 0);
    has("node", image("mk8s-worker-node-v-1-33-ubuntu24.04-cuda13.0", AMD64), READY, 0);
    has("unready", image("ubuntu24.04-cuda13.2", AMD64), 1, 0);
    has("deprecated", image("ubuntu24.04-cuda13.3", AMD64), READY, 1_800_000_000);
    has(
        "not-here",
        image("ubuntu24.04-cuda13.4", AMD64).message(9, Wire.message().text(1, "gpu-h100-sxm")),
        READY,
        0);
    Wire.Builder preset = Wire.message().text(1, "gpu-h100-sxm").text(2, "1gpu-16vcpu-200gb");
    has("not-in-this-size", image("ubuntu24.04-cuda13.5", AMD64).message(13, preset), READY, 0);
  }

  /** An image of its own, which Nebius recommends for the platform. */
  void recommends(String id, String family, String platform, long leastGibibytes) {
    has(id, image(family, AMD64).text(8, platform), READY, 0, leastGibibytes << 30);
  }

  void hasNone() {
    all.clear();
    ids.clear();
  }

  boolean has(String id) {
    return ids.contains(id);
  }

  Wire.Builder listed() {
    Wire.Builder page = Wire.message();
    all.forEach(image -> page.message(1, image));
    return page;
  }

  private void has(String id, Wire.Builder spec, long state, long deprecatedAt) {
    has(id, spec, state, deprecatedAt, FORTY_GIBIBYTES);
  }

  private void has(String id, Wire.Builder spec, long state, long deprecatedAt, long leastBytes) {
    Wire.Builder metadata =
        Wire.message().text(1, id).message(5, Wire.message().number(1, 1_700_000_000));
    Wire.Builder status = Wire.message().number(1, state).number(4, leastBytes);
    if (deprecatedAt != 0) {
      status.message(6, Wire.message().message(1, Wire.message().number(1, deprecatedAt)));
    }
    all.add(Wire.message().message(1, metadata).message(2, spec).message(3, status));
    ids.add(id);
  }

  private static Wire.Builder image(String family, long architecture) {
    return Wire.message().text(2, family).number(6, architecture);
  }
}
