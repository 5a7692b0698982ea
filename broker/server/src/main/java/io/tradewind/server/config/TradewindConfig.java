package io.tradewind.server.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.tradewind.pricing.HourlyRate;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Every setting of the broker itself. Adapters declare theirs in {@code AdapterFactory.settings()}.
 */
@ConfigMapping(prefix = "tradewind")
public interface TradewindConfig {
  /** Where the database, the owner's token and the lock are kept. */
  @WithDefault("${user.home}/.tradewind")
  Path home();

  /** Whether the first start routes a small example workload to this machine. */
  @WithDefault("true")
  boolean demo();

  Database database();

  Identity identity();

  Local local();

  Sites sites();

  Feed feed();

  Carbon carbon();

  Rates rates();

  Lease lease();

  Agent agent();

  Prices prices();

  Alerts alerts();

  Mail mail();

  Truth truth();

  Secret secret();

  Account account();

  Budget budget();

  Invoice invoice();

  Mcp mcp();

  Tracking tracking();

  interface Database {
    /**
     * {@code postgresql://user:password@host:5432/name}; without it an embedded PostgreSQL is
     * started.
     */
    Optional<String> url();
  }

  /**
   * Who signs people in. Without an issuer the broker is standalone: one owner, on this machine.
   */
  interface Identity {
    /** As its tokens name it, such as {@code https://id.example/realms/tradewind}. */
    Optional<URI> issuer();

    /** What a bearer token must be for. Without it every token of the issuer would do. */
    Optional<String> audience();

    /** What the issuer calls the portal. Without it nobody signs in with a browser. */
    Optional<String> clientId();

    /** Where the portal is a confidential client. */
    Optional<String> clientSecret();

    /**
     * What the portal asks the issuer for beside {@code openid}. Keycloak tells of its own
     * organizations who asks for {@code organization:*}; other issuers may refuse what they do not
     * know.
     */
    Optional<List<String>> scopes();

    /** Further issuers whose bearer tokens are taken, for organizations that name them. */
    Optional<List<URI>> furtherIssuers();

    /** The claim with the groups: {@code /alias} is a member, {@code /alias/role} has the role. */
    @WithDefault("groups")
    String groupsClaim();

    /** Whoever is in this group of the first issuer runs the broker. */
    @WithDefault("/tradewind-broker-admins")
    String brokerAdminGroup();

    /**
     * The secret of the issuer's client that is called as {@code audience} is. With it the issuer
     * is asked whether a bearer token still holds, and not only its keys.
     */
    Optional<String> introspectionSecret();

    /** How long such an answer is believed: a token that is revoked opens nothing after it. */
    @WithDefault("10s")
    Duration introspectionInterval();

    /**
     * A secret of at least 32 characters that sessions are encrypted with; the same for all brokers
     * of a database. Without it a restart signs every browser out.
     */
    Optional<String> sessionKey();
  }

  /** Enrolled sites. */
  interface Sites {
    /**
     * Who answers at known places: provider regions, each with an address to connect to, such as
     * {@code aws/eu-west-1=ec2.eu-west-1.amazonaws.com:443}; at most 16. The agents of sites
     * measure the way to them in their self-tests, and it is nearness measured. None: agents
     * connect to their broker alone.
     */
    Optional<List<String>> landmarks();
  }

  /** This machine as a site, in standalone mode. */
  interface Local {
    @WithDefault("true")
    boolean site();

    /** ISO 3166-1 alpha-2. Without it the grid behind this machine is unknown. */
    Optional<String> country();

    /** What this machine asks for one vCPU for one hour. */
    @WithDefault("0.012 USD")
    @WithConverter(HourlyRateConverter.class)
    HourlyRate ask();
  }

  interface Feed {
    /**
     * Whether feeds that need no account are read, where their own setting says {@code auto}: on,
     * off, or auto, which is on unless {@code tradewind.catalog.files} names catalogues.
     */
    @WithDefault("auto")
    Keyless keyless();

    @WithDefault("5m")
    Duration interval();

    /** How long one provider may take for its offers. */
    @WithDefault("2m")
    Duration timeout();

    /**
     * Whether brokers of one database share readings: one of them asks a provider, the others take
     * what it was told. Pointless for a broker that is alone.
     */
    @WithDefault("false")
    boolean shared();
  }

  /** Whether feeds that need no account are read. */
  enum Keyless {
    AUTO,
    ON,
    OFF
  }

  /** Which question about electricity a decision asks. Figures that answer another are left out. */
  interface Carbon {
    /** The mix that is generated, or the plant that answers one more kilowatt-hour. */
    @WithDefault("average")
    Signal signal();

    /**
     * Building and fuelling the plants as well, or combustion only. When absent: life cycle for
     * average figures, direct for marginal ones, as both are mostly published.
     */
    Optional<Boundary> boundary();

    /** How often each carbon feed is asked. */
    @WithDefault("15m")
    Duration interval();

    /** How long one carbon feed may take. */
    @WithDefault("2m")
    Duration timeout();
  }

  /** What one more kilowatt-hour is charged with. */
  enum Signal {
    AVERAGE,
    MARGINAL
  }

  /** What is counted of a power plant. */
  enum Boundary {
    LIFECYCLE,
    DIRECT
  }

  /** Wishes for a price. */
  interface Alerts {
    /**
     * Whether webhooks may lead to this machine and its network, and over plain http. Then whoever
     * may make alerts can make the broker call what only the inside can reach.
     */
    @WithDefault("false")
    boolean allowPrivateAddresses();

    /**
     * How often messages are looked for that another broker wrote, or that are to be tried again.
     */
    @WithDefault("2s")
    Duration lookInterval();
  }

  /** Letters, which are sent where a host and a sender are named. */
  interface Mail {
    /** A mail server that takes letters for everybody who may be named. */
    Optional<String> host();

    /** 587 with STARTTLS, 465 with TLS, 25 without, where it is not said. */
    Optional<Integer> port();

    /** Whom letters are from, such as {@code tradewind@example.org}. */
    Optional<String> from();

    Optional<String> username();

    /** Secret. */
    Optional<String> password();

    /** How the way to the mail server is closed: starttls, tls, or none on this machine alone. */
    @WithDefault("starttls")
    Security security();

    /** Nobody outside these domains is written to; anybody where none is named. */
    Optional<List<String>> domains();
  }

  enum Security {
    STARTTLS,
    TLS,
    NONE
  }

  /** The history of prices. */
  interface Prices {
    /** Older months are dropped, as a whole; at least one is kept. */
    @WithDefault("24")
    int keepMonths();
  }

  /** Exchange rates. */
  interface Rates {
    /** How often each publisher is asked. A central bank sets its rates once a working day. */
    @WithDefault("3h")
    Duration interval();

    /** How long one publisher may take. */
    @WithDefault("2m")
    Duration timeout();
  }

  /** When two prices of the same thing are as good as one. */
  interface Truth {
    /** A price that rose by more than this since it was shown is asked about before it is used. */
    @WithDefault("5")
    double tolerancePercent();

    /** Two sources that differ by more than this disagree. */
    @WithDefault("1")
    double disagreementPercent();
  }

  /** Secrets of users, and credentials of accounts. */
  interface Secret {
    /**
     * Where the master keys are: {@code file:/path} or {@code env:NAME}. Without it they are made
     * in {@code master.keys} of the home folder; brokers that share a database share the keys.
     */
    Optional<String> masterKeys();
  }

  /** Accounts that organizations connect. */
  interface Account {
    /**
     * Holds a folder for each organization, by its id; {@code file:NAME} in an account's settings
     * is a file in it. Without it no settings come from files.
     */
    Optional<Path> folder();

    /**
     * Variables of the broker's environment that {@code env:NAME} in an account's settings may
     * name, each as {@code ORGANIZATION/NAME}, separated by commas.
     */
    Optional<String> variables();

    /** How often every account is checked without being asked. */
    @WithDefault("1h")
    Duration checkInterval();

    /** How long one check may take. */
    @WithDefault("2m")
    Duration timeout();
  }

  /** Machines that are started for one lease each, and how their agents reach this broker. */
  interface Agent {
    /**
     * The https address, without a path, at which machines elsewhere reach {@code /agent/v1} of
     * this broker; its name is then answered there, and nowhere else. Without it no machine is
     * started at a cloud.
     */
    Optional<URI> brokerUrl();

    /** A file with the only certificates (PEM) that machines trust for that address. */
    Optional<Path> brokerCertificate();

    /**
     * A secret of at least 32 random characters, from which the machines' enrolment tokens are
     * derived; the same for all brokers of a database. Without it {@code bootstrap.key} of the home
     * folder.
     */
    Optional<String> bootstrapKey();

    /**
     * Whether the agent that sites install brings a Java runtime along, linked by this broker's
     * JDK. Without it, or where the broker has no JDK, their machines need Java 17.
     */
    @WithDefault("true")
    boolean runtime();

    /** How long a machine goes on without word from this broker before it ends itself. */
    @WithDefault("30m")
    Duration patience();
  }

  /** Money that is held for leases. */
  interface Budget {
    /** For how long funds are held at a time for a lease whose end nobody knows. */
    @WithDefault("1h")
    Duration horizon();

    /**
     * How far the funds of a running lease reach ahead of it at least, so that it can be ended
     * within them even if its broker dies. Without it a minute more than {@code
     * tradewind.agent.patience}.
     */
    Optional<Duration> reserve();
  }

  /** Trackers of experiments, which workloads name in {@code MLFLOW_TRACKING_URI}. */
  interface Tracking {
    /**
     * Hosts inside this network, separated by commas, at which trackers may be told, over plain
     * http too. All others must be on the public internet.
     */
    Optional<List<String>> insideHosts();
  }

  /** What assistants may use: the Model Context Protocol at {@code /mcp}. */
  interface Mcp {
    /** Whether it is spoken at all; it opens nothing that the caller's token does not open. */
    @WithDefault("true")
    boolean enabled();

    /** Whether workloads can be run and cancelled there, by callers who may do so elsewhere. */
    @WithDefault("false")
    boolean writes();
  }

  /** Papers of a month. */
  interface Invoice {
    /** How long after a month its usage may still be reported before it is closed. */
    @WithName("wait")
    @WithDefault("6h")
    Duration waitAfterMonth();
  }

  interface Lease {
    /**
     * How long a workload may take from the request to its first breath before the next offer is
     * tried.
     */
    @WithDefault("10m")
    Duration startTimeout();

    /**
     * How long an agent may be silent before its leases are given up. Longer than the time after
     * which it ends them itself.
     */
    @WithDefault("5m")
    Duration lostAfter();

    /**
     * How many leases this broker moves along at a time; 0 leaves them to others on the same
     * database.
     */
    @WithDefault("8")
    int workers();

    /** How often every provider is looked through for machines that no lease stands behind. */
    @WithDefault("1m")
    Duration sweepInterval();
  }
}
