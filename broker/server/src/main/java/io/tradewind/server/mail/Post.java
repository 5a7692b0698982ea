package io.tradewind.server.mail;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.config.TradewindConfig.Security;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.SMTPException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Sends letters, where a mail server is named; and says what is wrong with how that is set up. */
@Singleton
public class Post {
  /** For one letter. */
  public static final Duration LIMIT = Duration.ofSeconds(30);

  private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "::1", "[::1]");
  private static final int PERMANENT = 500;

  private final TradewindConfig.Mail settings;
  private final ReactiveMailer mailer;
  private final Vertx vertx;

  Post(TradewindConfig config, ReactiveMailer mailer, Vertx vertx) {
    settings = config.mail();
    this.mailer = mailer;
    this.vertx = vertx;
  }

  /** How sending went. */
  public sealed interface Result {
    /** The mail server took it. */
    record Taken() implements Result {}

    /**
     * It did not.
     *
     * @param status as the mail server said it
     * @param why never what the mail server said beside it
     * @param hopeless when no repetition helps
     */
    record Refused(Optional<Integer> status, String why, boolean hopeless) implements Result {}
  }

  public boolean isOpen() {
    return settings.host().isPresent() && faults().isEmpty();
  }

  /** Whether somebody there may be written to. */
  public boolean delivers(Mailbox to) {
    return settings
        .domains()
        .map(all -> all.stream().anyMatch(it -> it.strip().equalsIgnoreCase(to.domain())))
        .orElse(true);
  }

  /**
   * The answer never fails. All of it happens on one event loop: begun on another thread, the
   * connection may be made and greeted before the mailer listens to it, and a greeting that nobody
   * heard is waited for until the limit.
   */
  public Uni<Result> send(Letter letter) {
    Mail mail =
        Mail.withText(letter.to().address(), letter.subject(), letter.text())
            .addHeader("Message-ID", "<%s@%s>".formatted(letter.id(), senderDomain()))
            .addHeader("Auto-Submitted", "auto-generated");
    Context loop = vertx.getOrCreateContext();
    return Uni.createFrom()
        .item(mail)
        .emitOn(task -> loop.runOnContext(begun -> task.run()))
        .chain(all -> mailer.send(all))
        .ifNoItem()
        .after(LIMIT)
        .fail()
        .<Result>map(sent -> new Result.Taken())
        .onFailure()
        .recoverWithItem(Post::refused);
  }

  /** One sentence for each setting that is half there or would tell a password; no secrets. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (settings.host().isEmpty()) {
      return faults;
    }
    if (settings.from().filter(Post::isMailbox).isEmpty()) {
      faults.add("tradewind.mail.host is set without a mailbox in tradewind.mail.from.");
    }
    if (settings.username().isPresent() != settings.password().isPresent()) {
      faults.add("tradewind.mail has a username without a password, or a password alone.");
    }
    if (settings.security() == Security.NONE && !LOOPBACK.contains(settings.host().orElse(""))) {
      faults.add(
          "tradewind.mail.security is none, and the mail server is not on this machine: everybody"
              + " on the way could read letters and the password.");
    }
    return faults;
  }

  /** How letters leave, or that none does; shown to everybody. */
  String way() {
    return settings
        .host()
        .map(it -> settings.security().name().toLowerCase(Locale.ROOT))
        .orElse("off: tradewind.mail.host names no mail server");
  }

  private static boolean isMailbox(String text) {
    try {
      return !new Mailbox(text).address().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private String senderDomain() {
    return settings.from().map(it -> new Mailbox(it).domain()).orElse("localhost");
  }

  private static Result refused(Throwable failure) {
    if (failure instanceof SMTPException said && said.getReplyCode() > 0) {
      int code = said.getReplyCode();
      return new Result.Refused(
          Optional.of(code),
          "The mail server answered %d.".formatted(code),
          code >= PERMANENT && !isAboutUs(code));
    }
    return new Result.Refused(Optional.empty(), "The mail server did not answer.", false);
  }

  /** Somebody may yet mend how we sign in there. */
  private static boolean isAboutUs(int code) {
    return code == 530 || code == 534 || code == 535 || code == 538;
  }
}
