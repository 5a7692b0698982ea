package io.tradewind.adapters.nebius;

import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The calls that are made, with the service that each has an address for.
 *
 * <p>Messages pass through as they are: what cannot be read is our failure to name, not gRPC's.
 */
enum Method {
  EXCHANGE_TOKEN("tokens.iam", "nebius.iam.v1.TokenExchangeService/Exchange"),
  LIST_PROJECTS("cpl.iam", "nebius.iam.v1.ProjectService/List"),
  LIST_PLATFORMS("compute", "nebius.compute.v1.PlatformService/List"),
  LIST_INSTANCES("compute", "nebius.compute.v1.InstanceService/List"),
  CREATE_INSTANCE("compute", "nebius.compute.v1.InstanceService/Create"),
  DELETE_INSTANCE("compute", "nebius.compute.v1.InstanceService/Delete"),
  LIST_IMAGES("compute", "nebius.compute.v1.ImageService/ListPublic"),
  LIST_SUBNETS("vpc", "nebius.vpc.v1.SubnetService/List"),
  LIST_ADVICE("capacity-advisor.billing-cpl", "nebius.capacity.v1.ResourceAdviceService/List"),
  ESTIMATE(
      "api.calculator.billing-data-plane", "nebius.billing.v1alpha1.CalculatorService/Estimate");

  private final String service;
  private final MethodDescriptor<byte[], byte[]> descriptor;

  Method(String service, String fullName) {
    this.service = service;
    this.descriptor =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(fullName)
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
  }

  String service() {
    return service;
  }

  MethodDescriptor<byte[], byte[]> descriptor() {
    return descriptor;
  }

  @Override
  public String toString() {
    return descriptor.getFullMethodName();
  }

  /** Leaves a message as it is. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException("A message cannot be read.", e);
      }
    }
  }
}
