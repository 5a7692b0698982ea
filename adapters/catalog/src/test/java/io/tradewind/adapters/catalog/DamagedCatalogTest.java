package io.tradewind.adapters.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that cannot be read whole is a failure that names it, and never a smaller market. */
class DamagedCatalogTest {
  private static final String GOOD = Catalogs.NORMALIZED + Catalogs.h100("98.32", "39.1").repeat(9);

  private Path folder;
  private Catalogs catalogs;

  @BeforeEach
  void writeInto(@TempDir Path folder) {
    this.folder = folder;
    catalogs = new Catalogs(folder);
  }

  @Test
  void aGzippedFileIsReadAsThePlainOne() throws ProviderException {
    Path path = catalogs.write("offers.csv.gz", Catalogs.gzipped(GOOD));
    assertThat(Catalogs.read(path.toString()).offers()).hasSize(2);
  }

  @Test
  void gzipIsKnownByItsFirstBytesAndNotByTheName() throws ProviderException {
    Path path = catalogs.write("offers.csv", Catalogs.gzipped(GOOD));
    assertThat(Catalogs.read(path.toString()).offers()).hasSize(2);
  }

  @Test
  void halfAGzipIsUnreachableWithPathAndAdvice() {
    byte[] whole = Catalogs.gzipped(GOOD);
    Path path = catalogs.write("offers.csv.gz", Arrays.copyOf(whole, whole.length / 2));
    assertFails(path.toString(), Fault.UNREACHABLE, path.toString(), "cut off", "Copy it again");
  }

  @Test
  void aGzipWithoutItsLastBytesIsUnreachable() {
    byte[] whole = Catalogs.gzipped(GOOD);
    Path path = catalogs.write("offers.csv.gz", Arrays.copyOf(whole, whole.length - 4));
    assertFails(path.toString(), Fault.UNREACHABLE, path.toString(), "cut off");
  }

  @Test
  void aGzipWithAFlippedByteIsUnreachable() {
    byte[] whole = Catalogs.gzipped(GOOD);
    whole[whole.length / 2] ^= 0x55;
    Path path = catalogs.write("offers.csv.gz", whole);
    assertFails(path.toString(), Fault.UNREACHABLE, path.toString(), "damaged");
  }

  @Test
  void aMissingFileIsNamed() {
    Path path = folder.resolve("nowhere.csv");
    assertFails(path.toString(), Fault.UNREACHABLE, path.toString(), "no such file");
  }

  @Test
  void aFolderIsNoFile() {
    assertFails(folder.toString(), Fault.UNREACHABLE, folder.toString(), "it is a folder");
  }

  @Test
  void anEmptyFileIsUnexpected() {
    Path path = catalogs.write("offers.csv", new byte[0]);
    assertFails(path.toString(), Fault.UNEXPECTED, path.toString(), "it is empty");
  }

  @Test
  void unknownColumnsAreNamedBesideTheKnownOnes() {
    Path path = plain("images.csv", "Tag,Region,OS,ImageId\nx,y,z,1\n");
    assertFails(path.toString(), Fault.UNEXPECTED, "Tag, Region, OS, ImageId", "SkyPilot");
  }

  @Test
  void aSkyPilotFileWithoutASellerIsNotGuessedAt() {
    Path path = plain("prices.csv", Catalogs.SKYPILOT + "box,2,8,,,,north,,0.1,\n");
    assertFails(path.toString(), Fault.UNEXPECTED, "who sells", "seller=path");
  }

  @Test
  void aQuoteThatNeverClosesIsUnexpectedWithItsLine() {
    String rows = Catalogs.h100("1", "") + "aws,\"p5" + Catalogs.h100("2", "").repeat(3);
    Path path = plain("offers.csv", Catalogs.NORMALIZED + rows);
    assertFails(path.toString(), Fault.UNEXPECTED, "line 3", "not closed");
  }

  private Path plain(String name, String text) {
    return catalogs.write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertFails(String entry, Fault fault, String... fragments) {
    ProviderException thrown =
        catchThrowableOfType(ProviderException.class, () -> Catalogs.read(entry));
    assertThat(thrown.fault()).isEqualTo(fault);
    assertThat(thrown.getMessage()).contains(fragments);
  }
}
