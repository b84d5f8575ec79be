package io.scanmetrics.testing.otlp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A certificate for this machine from an authority of its own, made by the JDK's {@code keytool}.
 *
 * @param pem what a client has to trust
 * @param keyStore what the server proves itself with
 */
record OwnCertificate(Path pem, KeyStore keyStore) {
  private static final String PASSWORD = "changeit";

  private static @Nullable OwnCertificate known;

  /** The one of this JVM. */
  static synchronized OwnCertificate get() throws IOException {
    if (known == null) {
      known = made();
    }
    return known;
  }

  private static OwnCertificate made() throws IOException {
    Path folder = Files.createTempDirectory("certificate");
    Path keys = folder.resolve("keys.p12");
    Path pem = folder.resolve("authority.pem");
    try {
      keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=receiver", "-validity", "2")
          .with("-ext", "bc:c", "-ext", "san=ip:127.0.0.1,dns:localhost")
          .run();
      keytool(keys, "-exportcert", "-rfc", "-file", pem.toString()).run();
      KeyStore keyStore = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(keys)) {
        keyStore.load(in, PASSWORD.toCharArray());
      }
      return new OwnCertificate(pem, keyStore);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(keys);
      pem.toFile().deleteOnExit();
      folder.toFile().deleteOnExit();
    }
  }

  KeyManager[] keys() {
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keyStore, PASSWORD.toCharArray());
      return factory.getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  SSLContext sslContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Keytool keytool(Path keys, String... arguments) {
    return new Keytool(
            new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString())))
        .with(arguments)
        .with("-alias", "receiver", "-keystore", keys.toString(), "-storepass", PASSWORD);
  }

  private record Keytool(List<String> command) {
    Keytool with(String... arguments) {
      command.addAll(List.of(arguments));
      return this;
    }

    void run() throws IOException {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      try {
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
          throw new IOException(command + ": " + said);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
