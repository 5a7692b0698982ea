package io.tradewind.adapters.nebius;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The calls in our words. Field numbers are those of the published definitions. */
final class NebiusApi {
  private static final int PAGE_SIZE = 100;
  private static final int MOST_PAGES = 100;
  private static final int NEXT_PAGE = 2;
  private static final int ITEMS = 1;
  private static final long STOP_ON_PREEMPTION = 1;
  private static final long MIDDLE_PRIORITY = 3;
  private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,15}(\\.\\d{1,20})?");

  private final Login login;

  NebiusApi(Login login) {
    this.login = login;
  }

  List<Project> projects(String tenant) throws ProviderException {
    List<Project> projects = new ArrayList<>();
    for (Wire project : list(Method.LIST_PROJECTS, new Paging(tenant, 1, 2, 3))) {
      Wire metadata = inside(Method.LIST_PROJECTS, project, 1);
      Optional<String> id = metadata.text(1);
      Optional<String> region = inside(Method.LIST_PROJECTS, project, 3).text(4);
      if (id.isPresent() && region.isPresent()) {
        projects.add(new Project(id.get(), metadata.text(3).orElse(""), region.get()));
      }
    }
    return projects;
  }

  List<Wire> instances(String project) throws ProviderException {
    return list(Method.LIST_INSTANCES, new Paging(project, 1, 2, 3));
  }

  List<Wire> subnets(String project) throws ProviderException {
    return list(Method.LIST_SUBNETS, new Paging(project, 1, 2, 3));
  }

  /** What Nebius itself offers to boot. */
  List<Wire> images(String region) throws ProviderException {
    return list(Method.LIST_IMAGES, new Paging(region, 1, 2, 3));
  }

  /**
   * Makes or ends something. What Nebius has begun may still fail; what has failed already is told.
   *
   * @return the id of what the operation is about
   */
  Optional<String> operate(Method method, Wire request) throws ProviderException {
    Wire operation = login.call(method, request);
    try {
      Wire status = operation.message(10);
      Status.Code code = Failures.code(status);
      if (code != Status.Code.OK) {
        throw new ProviderException(
            NebiusProvider.ID,
            Failures.fault(status),
            "%s answered %s: %s".formatted(method, code, status.text(2).orElse("")));
      }
    } catch (InvalidProtocolBufferException e) {
      throw Calls.unreadable(method, e);
    }
    return operation.text(7);
  }

  List<Wire> platforms(String project) throws ProviderException {
    return list(Method.LIST_PLATFORMS, new Paging(project, 3, 1, 2));
  }

  List<Wire> advice(String tenant) throws ProviderException {
    return list(Method.LIST_ADVICE, new Paging(tenant, 1, 2, 3));
  }

  /**
   * USD for an hour of a machine without disks, as the list has it; empty when the calculator tells
   * none.
   */
  Optional<BigDecimal> anHour(String project, String platform, String preset, boolean isSpot)
      throws ProviderException {
    Wire.Builder spec = Wire.message().message(2, Wire.message().text(1, platform).text(2, preset));
    if (isSpot) {
      spec.message(19, preemptible());
    }
    Wire.Builder create = Wire.message().message(1, Wire.message().text(2, project));
    Wire request =
        Wire.message().message(1, Wire.message().message(100, create.message(2, spec))).build();
    Wire hourly = inside(Method.ESTIMATE, login.call(Method.ESTIMATE, request), 10, 10, 1);
    return hourly.text(2).filter(text -> DECIMAL.matcher(text).matches()).map(BigDecimal::new);
  }

  /** Of a machine that may be taken back. */
  static Wire.Builder preemptible() {
    return Wire.message().number(1, STOP_ON_PREEMPTION).number(2, MIDDLE_PRIORITY);
  }

  private List<Wire> list(Method method, Paging paging) throws ProviderException {
    List<Wire> items = new ArrayList<>();
    Optional<String> next = Optional.empty();
    for (int page = 1; page <= MOST_PAGES; page++) {
      Wire reply = login.call(method, paging.request(next));
      items.addAll(messages(method, reply));
      Optional<String> after = reply.text(NEXT_PAGE);
      if (after.isEmpty()) {
        return items;
      }
      if (after.equals(next)) {
        break;
      }
      next = after;
    }
    throw new ProviderException(
        NebiusProvider.ID, Fault.UNEXPECTED, "The pages of %s do not end.".formatted(method));
  }

  private static List<Wire> messages(Method method, Wire reply) throws ProviderException {
    try {
      return reply.messages(ITEMS);
    } catch (InvalidProtocolBufferException e) {
      throw Calls.unreadable(method, e);
    }
  }

  static Wire inside(Method method, Wire message, int... path) throws ProviderException {
    try {
      Wire at = message;
      for (int field : path) {
        at = at.message(field);
      }
      return at;
    } catch (InvalidProtocolBufferException e) {
      throw Calls.unreadable(method, e);
    }
  }

  /** A place for machines, in one region. */
  record Project(String id, String name, String region) {}

  /** What is listed, and the numbers that the three fields of a listing have in this request. */
  private record Paging(String parent, int parentField, int sizeField, int tokenField) {
    Wire request(Optional<String> token) {
      Wire.Builder request = Wire.message().text(parentField, parent).number(sizeField, PAGE_SIZE);
      token.ifPresent(known -> request.text(tokenField, known));
      return request.build();
    }
  }
}
