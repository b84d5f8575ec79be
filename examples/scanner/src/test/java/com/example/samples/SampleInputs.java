package com.example.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Assembles the artifacts that the packaged scanner is tried on, out of released jars and three
 * tiny applications:
 *
 * <ul>
 *   <li>{@code checkout-app.tar.gz} logs and interpolates what its caller sends
 *   <li>{@code ledger-app.tar.gz} has the same libraries and does not use what is wrong with them
 *   <li>{@code inventory-image}, an OCI layout with a war; {@code inventory-image.tar}, the same
 *   <li>{@code clean-libraries}, a directory without anything wrong
 *   <li>{@code damaged-libraries}, a directory in which one jar is cut off
 *   <li>{@code broken-app.tar.gz}, a tarball that is cut off
 * </ul>
 */
public final class SampleInputs {
  private static final List<String> SHOP_LIBRARIES =
      List.of(
          "commons-io-2.6.jar",
          "commons-lang3-3.12.0.jar",
          "commons-text-1.9.jar",
          "log4j-api-2.14.1.jar",
          "log4j-core-2.14.1.jar",
          "snakeyaml-1.33.jar");
  private static final List<String> WAR_LIBRARIES =
      List.of(
          "commons-collections-3.2.1.jar",
          "jackson-annotations-2.13.3.jar",
          "jackson-core-2.13.3.jar",
          "jackson-databind-2.13.3.jar");
  private static final List<String> CLEAN_LIBRARIES =
      List.of(
          "commons-lang3-3.20.0.jar",
          "commons-text-1.15.0.jar",
          "log4j-api-2.25.3.jar",
          "log4j-core-2.25.3.jar",
          "slf4j-api-2.0.17.jar");

  private final Path jars;
  private final Path sources;
  private final Path target;
  private final Path work;

  private SampleInputs(Path sources, Path jars, Path target) throws IOException {
    this.sources = sources;
    this.jars = jars;
    this.target = target;
    this.work = Files.createTempDirectory("samples-");
  }

  /** Arguments: the folders of the applications' sources, of the jars, and of what comes out. */
  public static void main(String[] arguments) throws IOException {
    SampleInputs inputs =
        new SampleInputs(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
    try {
      inputs.assemble();
    } finally {
      deleteTree(inputs.work);
    }
  }

  private void assemble() throws IOException {
    byte[] checkout = application("checkout", "com.example.checkout.Checkout").gzipped();
    Files.write(target.resolve("checkout-app.tar.gz"), checkout);
    Files.write(
        target.resolve("broken-app.tar.gz"), Arrays.copyOf(checkout, checkout.length * 6 / 10));
    byte[] ledger = application("ledger", "com.example.ledger.Ledger").gzipped();
    Files.write(target.resolve("ledger-app.tar.gz"), ledger);
    Path image = empty("inventory-image");
    image().write(image);
    Files.write(target.resolve("inventory-image.tar"), new TarWriter().tree("", image).plain());
    copy(CLEAN_LIBRARIES, empty("clean-libraries"));
    Path damaged = empty("damaged-libraries");
    copy(List.of("commons-lang3-3.20.0.jar", "commons-text-1.9.jar"), damaged);
    byte[] yaml = Files.readAllBytes(jars.resolve("snakeyaml-1.33.jar"));
    Files.write(damaged.resolve("snakeyaml-1.33.jar"), Arrays.copyOf(yaml, yaml.length / 2));
  }

  private TarWriter application(String name, String mainClass) throws IOException {
    Path classes =
        SampleCompiler.compile(
            sources.resolve(name), paths(SHOP_LIBRARIES), work.resolve(name + "-classes"));
    Path jar =
        new JarWriter()
            .manifest(
                "Main-Class: " + mainClass,
                "Implementation-Title: " + name,
                "Implementation-Version: 1.0")
            .tree("", classes)
            .write(work.resolve(name + ".jar"));
    TarWriter tar = new TarWriter().file(name + "/" + name + ".jar", jar);
    for (Path library : paths(SHOP_LIBRARIES)) {
      tar.file(name + "/lib/" + library.getFileName(), library);
    }
    return tar;
  }

  private OciImageWriter image() throws IOException {
    Path classes =
        SampleCompiler.compile(
            sources.resolve("inventory"), paths(WAR_LIBRARIES), work.resolve("inventory-classes"));
    JarWriter war =
        new JarWriter()
            .manifest("Implementation-Title: inventory", "Implementation-Version: 1.0")
            .tree("WEB-INF/classes/", classes);
    for (Path library : paths(WAR_LIBRARIES)) {
      war.file("WEB-INF/lib/" + library.getFileName(), library);
    }
    return new OciImageWriter()
        .layer(
            new TarWriter()
                .text("etc/os-release", "NAME=\"Sample\"\n")
                .file("opt/lib/commons-io-2.6.jar", jars.resolve("commons-io-2.6.jar"))
                .file("opt/lib/snakeyaml-1.33.jar", jars.resolve("snakeyaml-1.33.jar")))
        .layer(
            new TarWriter().file("opt/web/inventory.war", war.write(work.resolve("inventory.war"))))
        .layer(new TarWriter().text("opt/lib/.wh.snakeyaml-1.33.jar", ""));
  }

  private List<Path> paths(List<String> names) {
    return names.stream().map(jars::resolve).toList();
  }

  private void copy(List<String> names, Path folder) throws IOException {
    for (String name : names) {
      Files.copy(jars.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Path empty(String name) throws IOException {
    Path folder = target.resolve(name);
    if (Files.exists(folder)) {
      deleteTree(folder);
    }
    return Files.createDirectories(folder);
  }

  private static void deleteTree(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
