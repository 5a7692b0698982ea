package io.tradewind.adapters.catalog;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a catalogue is. The shown forms never hold user names, passwords or query parameters. */
sealed interface CatalogFile {
  Pattern WITH_SELLER = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*)=(.+)");

  /** The file's name without its endings. */
  String stem();

  /** The name of the folder that holds it; empty at the top. */
  String folder();

  /** How a person would call it. */
  String shown();

  Optional<URI> url();

  /** Who sells what the file lists, where its format does not say and the operator does. */
  Optional<String> seller();

  /** The raw bytes, maybe gzipped. */
  InputStream open() throws IOException;

  /** Reads {@code path}, {@code https://…} or {@code seller=path}. */
  static CatalogFile parse(String entry, Duration timeLimit) {
    Matcher matcher = WITH_SELLER.matcher(entry);
    boolean named = matcher.matches();
    Optional<String> seller = named ? Optional.of(matcher.group(1)) : Optional.empty();
    String where = named ? matcher.group(2) : entry;
    try {
      boolean web = where.startsWith("http://") || where.startsWith("https://");
      return web
          ? new Web(URI.create(where), seller, timeLimit)
          : new Local(Path.of(where), seller);
    } catch (IllegalArgumentException e) {
      // Without the cause, whose message repeats the address with all that may be secret in it.
      throw new IllegalArgumentException(
          "'%s' in tradewind.catalog.files is neither a path nor an http(s) address."
              .formatted(where.replaceFirst("\\?.*", "?…").replaceFirst("//[^/@]*@", "//…@")));
    }
  }

  private static String stemOf(String name) {
    return name.replaceFirst("(?i)(\\.csv)?(\\.gz)?$", "");
  }

  /** The list prices that ship with this module. */
  record Bundled() implements CatalogFile {
    private static final String NAME = "list-prices.csv";

    @Override
    public String stem() {
      return stemOf(NAME);
    }

    @Override
    public String folder() {
      return "";
    }

    @Override
    public String shown() {
      return "bundled list prices";
    }

    @Override
    public Optional<URI> url() {
      return Optional.empty();
    }

    @Override
    public Optional<String> seller() {
      return Optional.empty();
    }

    @Override
    public InputStream open() throws IOException {
      InputStream stream = Bundled.class.getResourceAsStream(NAME);
      if (stream == null) {
        throw new FileNotFoundException("%s is not on the class path".formatted(NAME));
      }
      return stream;
    }
  }

  /** A file on this machine. */
  record Local(Path path, Optional<String> seller) implements CatalogFile {
    @Override
    public String stem() {
      return stemOf(nameOf(path));
    }

    @Override
    public String folder() {
      Path parent = path.toAbsolutePath().normalize().getParent();
      return parent == null ? "" : nameOf(parent);
    }

    @Override
    public String shown() {
      return path.toString();
    }

    @Override
    public Optional<URI> url() {
      return Optional.empty();
    }

    @Override
    public InputStream open() throws IOException {
      if (Files.isDirectory(path)) {
        throw new IOException("it is a folder; name a file in it");
      }
      try {
        return Files.newInputStream(path);
      } catch (NoSuchFileException e) {
        throw new IOException(
            "there is no such file (looked in %s)".formatted(path.toAbsolutePath().normalize()), e);
      }
    }

    private static String nameOf(Path path) {
      return Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
    }
  }

  /** A file at an http or https address. */
  record Web(URI address, Optional<String> seller, Duration timeLimit) implements CatalogFile {
    public Web {
      if (address.getHost() == null) {
        throw new IllegalArgumentException("The address names no host.");
      }
    }

    @Override
    public String stem() {
      return stemOf(segmentFromEnd(1));
    }

    @Override
    public String folder() {
      return segmentFromEnd(2);
    }

    @Override
    public String shown() {
      String port = address.getPort() < 0 ? "" : ":" + address.getPort();
      return address.getScheme() + "://" + address.getHost() + port + address.getRawPath();
    }

    @Override
    public Optional<URI> url() {
      return Optional.of(URI.create(shown()));
    }

    @Override
    public InputStream open() throws IOException {
      return Download.open(address, shown(), timeLimit);
    }

    /** Without what may be secret in an address. */
    @Override
    public String toString() {
      return shown();
    }

    private String segmentFromEnd(int which) {
      String[] segments = address.getPath().split("/");
      return segments.length >= which ? segments[segments.length - which] : "";
    }
  }
}
