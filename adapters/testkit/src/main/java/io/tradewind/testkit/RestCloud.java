package io.tradewind.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.api.LeaseId;
import io.tradewind.api.ProviderException.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The machines of one account at a fake HTTP API: what was asked for, what is listed, what goes
 * wrong and what is lost on the way. An adapter adds its API's own words.
 */
public abstract class RestCloud implements FakeCloud {
  /** How machines of the broker that the tests play begin. */
  protected static final String BROKER = "tradewind-";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CODE =
      Pattern.compile("base64 -d <<'END' [^\n]*\n([A-Za-z0-9+/=\n]+)\nEND\n");

  private final LoopbackApi api = LoopbackApi.start().otherwise(this::answer);
  private final List<Route> routes = new ArrayList<>();
  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private final Map<Call, Deque<Function<ApiRequest, ApiReply>>> failures =
      new EnumMap<>(Call.class);
  private Predicate<ApiRequest> mayCall = request -> false;
  private boolean losesNextReply;
  private boolean isLagging;
  private int made;

  /** A machine, as it was asked for. */
  public static final class Machine {
    private final String id;
    private final JsonNode asked;
    private String status;
    private boolean isListed;

    private Machine(String id, JsonNode asked, String status, boolean isListed) {
      this.id = id;
      this.asked = asked;
      this.status = status;
      this.isListed = isListed;
    }

    public String id() {
      return id;
    }

    public JsonNode asked() {
      return asked;
    }

    /** A field of what was asked for; empty when it was left out. */
    public String asked(String field) {
      return asked.path(field).asText();
    }

    /** In the API's words. */
    public String status() {
      return status;
    }

    public void become(String other) {
      status = other;
    }
  }

  /** A path of the API; a star in it stands for any one name. */
  private record Route(
      Call kind, String method, Pattern path, Function<ApiRequest, ApiReply> answer) {
    boolean serves(ApiRequest request) {
      return request.method().equals(method) && path.matcher(request.path()).matches();
    }
  }

  /** The name that a machine was asked for under. */
  protected abstract String name(JsonNode asked);

  /** What a machine was asked to boot with, as the broker wrote it. */
  protected abstract String document(JsonNode asked);

  /** How a start, look or stop is refused; throttles are the same everywhere. */
  protected abstract ApiReply refusal(Fault fault);

  /** Whether a machine of this status is being ended, and gone once that is settled. */
  protected boolean isEnding(String status) {
    return false;
  }

  /** Whoever does not send this is refused. */
  protected final void admit(String header, String key) {
    admit(request -> request.header(header).equals(Optional.of(key)));
  }

  protected final void admit(Predicate<ApiRequest> known) {
    mayCall = known;
  }

  /**
   * A route to machines: refused at the door, failing as arranged, else answered.
   *
   * @param path a star in it stands for any one name
   */
  protected final void serve(
      Call kind, String method, String path, Function<ApiRequest, ApiReply> answer) {
    Pattern names = Pattern.compile(path.replace("*", "([^/]*)"));
    routes.add(new Route(kind, method, names, answer));
  }

  /** What stands where the route has its star. */
  protected final String named(ApiRequest request) {
    Matcher path = route(request).orElseThrow().path().matcher(request.path());
    if (!path.matches()) {
      throw new AssertionError("The route serves something else.");
    }
    return path.group(1);
  }

  /**
   * @param id what is counted in it makes it unique, such as {@code "%032d"}
   */
  protected final Machine make(String id, ApiRequest request, String status) {
    return make(id, parse(request.body()), status);
  }

  /** The same for an API that is asked in another form. */
  protected final Machine make(String id, JsonNode asked, String status) {
    Machine machine = new Machine(id.formatted(made++), asked, status, !isLagging);
    machines.put(machine.id, machine);
    return machine;
  }

  /** Of what made something: cut off when it is to be lost. */
  protected final ApiReply answered(ApiReply reply) {
    boolean isLost = losesNextReply;
    losesNextReply = false;
    return isLost ? reply.cut() : reply;
  }

  /** Those that a list tells. */
  protected final List<Machine> listed() {
    return machines.values().stream().filter(machine -> machine.isListed).toList();
  }

  protected final Optional<Machine> known(String id) {
    return Optional.ofNullable(machines.get(id));
  }

  /** False when it is not there. */
  protected final boolean forget(String id) {
    return machines.remove(id) != null;
  }

  protected static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("The request is no JSON.", e);
    }
  }

  /** The document inside a script that unpacks it: what its first longer code holds, zipped. */
  protected static String documentIn(String script) {
    Matcher code = CODE.matcher(script);
    if (!code.find()) {
      throw new AssertionError("The script holds no document.");
    }
    return unzipped(code.group(1));
  }

  /** What a zipped text in code was, with or without ends of lines in it. */
  protected static String unzipped(String code) {
    byte[] zipped = Base64.getMimeDecoder().decode(code);
    try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The code cannot be unpacked.", e);
    }
  }

  @Override
  public final Call kind(ApiRequest request) {
    return route(request).map(Route::kind).orElse(Call.OTHER);
  }

  public final Machine machine(String id) {
    return known(id).orElseThrow();
  }

  /** The next call of this kind is answered with this. */
  public final void failNext(Call kind, ApiReply reply) {
    failNext(kind, request -> reply);
  }

  public final void failNext(Call kind, Function<ApiRequest, ApiReply> reply) {
    synchronized (api) {
      failures.computeIfAbsent(kind, any -> new ArrayDeque<>()).add(reply);
    }
  }

  /** What is made from now on is not listed until this is over. */
  public final void lag(boolean lagging) {
    synchronized (api) {
      isLagging = lagging;
      machines.values().forEach(machine -> machine.isListed |= !lagging);
    }
  }

  @Override
  public List<Box> boxes() {
    synchronized (api) {
      return machines.values().stream().map(this::box).toList();
    }
  }

  @Override
  public void lose(LeaseId lease) {
    synchronized (api) {
      machines.values().removeIf(machine -> box(machine).lease().equals(lease));
    }
  }

  @Override
  public void settle() {
    synchronized (api) {
      machines.values().removeIf(machine -> isEnding(machine.status));
    }
  }

  @Override
  public boolean knowsRepetition() {
    return false;
  }

  @Override
  public void recover() {
    synchronized (api) {
      failures.clear();
      losesNextReply = false;
      lag(false);
    }
  }

  @Override
  public final LoopbackApi api() {
    return api;
  }

  @Override
  public void failNextStart(Fault fault) {
    failNext(Call.START, reply(fault));
  }

  @Override
  public void loseNextStartReply() {
    synchronized (api) {
      losesNextReply = true;
    }
  }

  @Override
  public boolean failNextFind(Fault fault) {
    failNext(Call.LOOK, reply(fault));
    return true;
  }

  @Override
  public boolean failNextOwned(Fault fault) {
    return failNextFind(fault);
  }

  @Override
  public boolean failNextStop(Fault fault) {
    failNext(Call.STOP, reply(fault));
    return true;
  }

  @Override
  public void close() {
    api.close();
  }

  private ApiReply answer(ApiRequest request) {
    if (!mayCall.test(request)) {
      return refusal(Fault.CREDENTIALS_REFUSED);
    }
    return route(request)
        .map(known -> arranged(request).orElseGet(() -> known.answer().apply(request)))
        .orElseGet(() -> ApiReply.status(404));
  }

  private Optional<Route> route(ApiRequest request) {
    return routes.stream().filter(known -> known.serves(request)).findFirst();
  }

  private Optional<ApiReply> arranged(ApiRequest request) {
    return Optional.ofNullable(failures.getOrDefault(kind(request), new ArrayDeque<>()).poll())
        .map(reply -> reply.apply(request));
  }

  /** As this API shows a fault. */
  protected final ApiReply reply(Fault fault) {
    return fault == Fault.THROTTLED ? ApiReply.throttled(Duration.ofMinutes(1)) : refusal(fault);
  }

  private Box box(Machine machine) {
    return new Box(
        LeaseId.parse(name(machine.asked).substring(BROKER.length())),
        machine.id,
        document(machine.asked),
        !isEnding(machine.status));
  }
}
