package io.scanmetrics.agent;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/** Opens the URLs under which {@link AgentClassLoader} hands out its resources. Any thread. */
final class NestedUrls extends URLStreamHandler {
  private static final String PROTOCOL = "scan-metrics-agent";

  private final AgentClassLoader loader;

  NestedUrls(AgentClassLoader loader) {
    this.loader = loader;
  }

  URL of(String name) throws IOException {
    return new URL(PROTOCOL, "", -1, "/" + name, this);
  }

  @Override
  protected URLConnection openConnection(URL url) throws IOException {
    byte[] content = loader.read(url.getPath().substring(1));
    if (content == null) {
      throw new FileNotFoundException(url.toString());
    }
    return new URLConnection(url) {
      @Override
      public void connect() {
        connected = true;
      }

      @Override
      public long getContentLengthLong() {
        return content.length;
      }

      @Override
      public InputStream getInputStream() {
        return new ByteArrayInputStream(content);
      }
    };
  }
}
