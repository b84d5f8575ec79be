package com.example.scanner.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.samples.JarWriter;
import com.example.samples.TarWriter;
import com.example.scanner.Requests;
import com.example.scanner.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarballIngestTest extends IngestFixture {
  @Test
  void itsDigestIsThatOfItsBytes() throws Exception {
    Path tarball = write("app.tar", new TarWriter().text("app/readme", "hello").plain());

    Inventory inventory = ingest(tarball);

    assertThat(inventory.artifact().type()).isEqualTo("tarball");
    assertThat(inventory.artifact().digest()).isEqualTo("sha256:" + Sha256.ofFile(tarball));
    assertThat(inventory.fileCount()).isEqualTo(1);
  }

  @Test
  void jarsInsideJarsAreFoundWithTheirWay() throws Exception {
    Path inner = new JarWriter().text("x", "x").write(folder.resolve("inner.jar"));
    Path middle = new JarWriter().file("lib/inner.jar", inner).write(folder.resolve("m.jar"));
    Path war = new JarWriter().file("WEB-INF/lib/m.jar", middle).write(folder.resolve("s.war"));

    Inventory inventory =
        ingest(write("app.tgz", new TarWriter().file("app/s.war", war).gzipped()));

    assertThat(inventory.jars())
        .extracting(ScannedJar::location)
        .containsExactly(
            "app/s.war",
            "app/s.war!/WEB-INF/lib/m.jar",
            "app/s.war!/WEB-INF/lib/m.jar!/lib/inner.jar");
    assertThat(inventory.jars().get(2).digest().sha256()).isEqualTo(Sha256.ofFile(inner));
  }

  @Test
  void aJarThatCannotBeOpenedIsListedAllTheSame() throws Exception {
    Inventory inventory =
        ingest(write("app.tar", new TarWriter().text("broken.jar", "no zip").plain()));

    assertThat(inventory.jars()).extracting(ScannedJar::name).containsExactly("broken.jar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil.txt", "app/../../evil.txt", "/etc/evil.txt", "a\\..\\evil"})
  void anEntryThatPointsOutsideIsRefused(String name) throws Exception {
    Path tarball = write("evil.tar", new TarWriter().text(name, "evil").plain());

    refused(tarball, "UNSAFE_ARTIFACT", "outside");
  }

  @Test
  void nothingIsWrittenThroughASymbolicLink() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Path tarball =
        write(
            "evil.tar",
            new TarWriter()
                .symbolicLink("app", elsewhere.toString())
                .text("app/evil.txt", "evil")
                .plain());

    assertThat(ingest(tarball).fileCount()).isEqualTo(1);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void aHardLinkIsTheFileItNames() throws Exception {
    Path tarball =
        write(
            "app.tar",
            new TarWriter().text("a.jar", "bytes").hardLink("lib/b.jar", "a.jar").plain());

    Inventory inventory = ingest(tarball);

    assertThat(inventory.jars()).extracting(ScannedJar::location).contains("lib/b.jar");
    assertThat(inventory.jars().get(1).digest()).isEqualTo(inventory.jars().get(0).digest());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.5, 0.9, 0.999})
  void aTarballThatIsCutOffIsRefused(double kept) throws Exception {
    byte[] whole = new TarWriter().file("a.jar", randomJar()).gzipped();
    Path tarball = write("cut.tar.gz", Arrays.copyOf(whole, (int) (whole.length * kept)));

    refused(tarball, "CORRUPT_ARTIFACT", "cut.tar.gz cannot be read");
  }

  @Test
  void aPlainTarballThatIsCutOffIsRefused() throws Exception {
    byte[] whole = new TarWriter().file("a.jar", randomJar()).plain();
    Path tarball = write("cut.tar", Arrays.copyOf(whole, whole.length / 2));

    refused(tarball, "CORRUPT_ARTIFACT", "cut.tar");
  }

  @Test
  void whatIsNoTarballIsRefused() throws Exception {
    Path text = Files.writeString(folder.resolve("a.txt"), "hello ".repeat(200));

    refused(text, "UNSUPPORTED_ARTIFACT", "not a tarball");
  }

  @Test
  void whatIsNotThereIsRefused() {
    refused(folder.resolve("nothing.tar"), "ARTIFACT_NOT_FOUND", "nothing.tar");
  }

  private Path randomJar() throws IOException {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    return new JarWriter().bytes("noise", noise).write(folder.resolve("noise.jar"));
  }

  @Test
  void theWorkspaceIsGoneAfterwards() throws Exception {
    Path tarball = write("app.tar", new TarWriter().text("lib/a.jar", "x").plain());
    Path unpacked;
    try (Workspace own = Workspace.create()) {
      unpacked = ingestor.ingest(Requests.of(tarball), own).jars().get(0).file();
      assertThat(unpacked).exists();
    }

    assertThat(unpacked).doesNotExist();
  }
}
