package io.scanmetrics.agent.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A request of OTLP over HTTP that holds nothing: in Protobuf that is no bytes at all. */
final class OtlpRequest {
  private static final int MILLIS_TO_CONNECT = 5_000;
  private static final int MILLIS_TO_ANSWER = 10_000;

  private OtlpRequest() {}

  /**
   * Sends it as the exporter would.
   *
   * @return the HTTP status
   * @throws IOException if there was none
   */
  static int send(URI address, OtlpSignal signal) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    try {
      connection.setConnectTimeout(MILLIS_TO_CONNECT);
      connection.setReadTimeout(MILLIS_TO_ANSWER);
      connection.setInstanceFollowRedirects(false);
      connection.setRequestMethod("POST");
      connection.setRequestProperty("Content-Type", "application/x-protobuf");
      signal.headers().forEach(connection::setRequestProperty);
      String certificate = signal.certificate();
      if (certificate != null && connection instanceof HttpsURLConnection https) {
        https.setSSLSocketFactory(trusting(Path.of(certificate)));
      }
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(0);
      connection.getOutputStream().close();
      int status = connection.getResponseCode();
      if (status < 0) {
        throw new IOException("what answers there does not speak HTTP");
      }
      return status;
    } finally {
      connection.disconnect();
    }
  }

  /** The port of an address, or the customary one of its scheme. */
  static int port(URI address) {
    return address.getPort() >= 0
        ? address.getPort()
        : address.getScheme().equals("https") ? 443 : 80;
  }

  private static SSLSocketFactory trusting(Path certificates) throws IOException {
    try (InputStream in = Files.newInputStream(certificates)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("c" + trusted.size(), one);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new IOException("the certificates in " + certificates + " cannot be used: " + e, e);
    }
  }
}
