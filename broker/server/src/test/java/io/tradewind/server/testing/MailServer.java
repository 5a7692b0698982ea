package io.tradewind.server.testing;

import static io.tradewind.server.testing.Eventually.eventually;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** A real mail server on this machine, where {@link ProbeProfile} says it is. */
public final class MailServer implements AutoCloseable {
  public static final String PASSWORD = "only-for-tests-mail";
  public static final String SENDER = "tradewind@broker.example";

  private static final String LOGIN = "broker";

  private final GreenMail server;

  private MailServer(GreenMail server) {
    this.server = server;
  }

  public static MailServer open() {
    int port = ConfigProvider.getConfig().getValue("tradewind.mail.port", Integer.class);
    GreenMail server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.withConfiguration(GreenMailConfiguration.aConfig().withUser(SENDER, LOGIN, PASSWORD));
    server.start();
    return new MailServer(server);
  }

  /** What the broker is told of it. */
  static Map<String, String> settings() {
    return Map.of(
        "tradewind.mail.host",
        "127.0.0.1",
        "tradewind.mail.port",
        Integer.toString(freePort()),
        "tradewind.mail.security",
        "none",
        "tradewind.mail.from",
        SENDER,
        "tradewind.mail.username",
        LOGIN,
        "tradewind.mail.password",
        PASSWORD,
        "tradewind.mail.domains",
        "example.org,example.net");
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What came, as soon as so many came. */
  public List<MimeMessage> letters(int count) {
    return Arrays.asList(
        eventually(server::getReceivedMessages, letters -> letters.length >= count));
  }

  public int count() {
    return server.getReceivedMessages().length;
  }

  /** Headers and body as they were sent. */
  public static String whole(MimeMessage letter) {
    return GreenMailUtil.getWholeMessage(letter);
  }

  public static String header(MimeMessage letter, String name) {
    try {
      return String.join(", ", letter.getHeader(name));
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
