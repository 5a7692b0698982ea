package io.tradewind.server.alert;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a webhook leads. A broker stands inside somebody's network: an address of a user must not
 * make it call what only the inside can reach. So the name is resolved here, every address that it
 * leads to is judged, and the call goes to the very address that was judged.
 *
 * @param inside whether private addresses and plain http are allowed, by a setting
 */
record WebhookAddress(boolean inside) {
  /** Why an address is not called. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String why) {
      super(why);
    }
  }

  /** What can be said of a URL without asking anybody. */
  URI parse(String text) throws RefusedException {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw new RefusedException("it is no URL");
    }
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !(inside && scheme.equals("http"))) {
      throw new RefusedException("it does not begin with https://");
    }
    if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw new RefusedException("it has no host, or names a user or a fragment");
    }
    if (isLiteral(url.getHost())) {
      resolve(url);
    }
    return url;
  }

  /** The address to call. Blocks while the name is looked up. */
  InetAddress resolve(URI url) throws RefusedException {
    InetAddress[] all;
    try {
      all = InetAddress.getAllByName(url.getHost());
    } catch (UnknownHostException e) {
      throw new RefusedException("nobody knows its host");
    }
    Optional<InetAddress> hidden =
        Arrays.stream(all).filter(address -> !inside && !isPublic(address)).findFirst();
    if (hidden.isPresent()) {
      throw new RefusedException("its host leads to an address that is not on the public internet");
    }
    return all[0];
  }

  private static boolean isLiteral(String host) {
    return host.startsWith("[") || host.matches("[0-9.]+|0[xX][0-9a-fA-F.xX]+");
  }

  static boolean isPublic(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return bytes.length == 4 ? isPublic4(bytes) : isPublic6(bytes);
  }

  /** RFC 6890: this network, shared, protocol assignments, documentation, benchmarks, reserved. */
  private static boolean isPublic4(byte[] address) {
    int a = address[0] & 0xff;
    int b = address[1] & 0xff;
    int c = address[2] & 0xff;
    return a != 0
        && a != 10
        && a != 127
        && !(a == 100 && b >= 64 && b < 128)
        && !(a == 192 && b == 0 && (c == 0 || c == 2))
        && !(a == 198 && (b == 18 || b == 19))
        && !(a == 198 && b == 51 && c == 100)
        && !(a == 203 && b == 0 && c == 113)
        && a < 224;
  }

  /** Global unicast only, without the ranges that carry another address inside: 6to4, Teredo. */
  private static boolean isPublic6(byte[] address) {
    int first = (address[0] & 0xff) << 8 | (address[1] & 0xff);
    int second = (address[2] & 0xff) << 8 | (address[3] & 0xff);
    return first >= 0x2000
        && first < 0x4000
        && first != 0x2002
        && !(first == 0x2001 && (second == 0 || second == 0x0db8));
  }
}
