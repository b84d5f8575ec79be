package io.scanmetrics.store.postgres;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Opens connections, one after the other or at once, with pgjdbc and nothing else.
 *
 * <p>It asks the driver itself: pgjdbc's own data sources go through {@link
 * java.sql.DriverManager}, which on its first use looks for the drivers of the whole JVM in the
 * context class loader of whoever came first. In an agent that would be the agent, and the
 * application would never find its drivers.
 */
final class PostgresDataSource implements DataSource {
  private static final String TIME_ZONE = "user.timezone";
  private static final int MOST_PASSWORD_BYTES = 65_536;

  /** A statement of ours that takes longer than that will never be answered. */
  private static final int SECONDS_FOR_AN_ANSWER = 30;

  /** Somewhat longer than the connecting itself may take. */
  private static final int SECONDS_TO_LOG_IN = 15;

  private final JdbcUrl url;
  private final PostgresConfig config;
  private final int secondsForAnAnswer;
  private final AtomicReference<@Nullable Connection> ahead = new AtomicReference<>();

  PostgresDataSource(PostgresConfig config) {
    this(config, SECONDS_FOR_AN_ANSWER);
  }

  private PostgresDataSource(PostgresConfig config, int secondsForAnAnswer) {
    this.url = JdbcUrl.parse(config.url());
    this.config = config;
    this.secondsForAnAnswer = secondsForAnAnswer;
  }

  /** With connections that wait for an answer for as long as it takes. */
  static PostgresDataSource patient(PostgresConfig config) {
    return new PostgresDataSource(config, 0);
  }

  /**
   * Opens the connection that the next who asks will get: whoever is not the one to ask learns at
   * once why there is none. An interrupt ends it, and stays set.
   */
  void openAhead() throws SQLException {
    closeAhead();
    Properties properties = properties();
    // With a limit pgjdbc connects on a thread of its own, which can be left to itself.
    properties.setProperty("loginTimeout", String.valueOf(SECONDS_TO_LOG_IN));
    ahead.set(open(properties));
  }

  /** Nobody is going to ask for what was opened ahead. */
  void closeAhead() {
    Connection unused = ahead.getAndSet(null);
    if (unused != null) {
      try {
        unused.close();
      } catch (SQLException e) {
        // It is of no use to anyone.
      }
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection opened = ahead.getAndSet(null);
    return opened == null ? open(properties()) : opened;
  }

  private Connection open(Properties properties) throws SQLException {
    askForTimeZone();
    ClassLoader callers = LibraryLoader.enter();
    try {
      Connection connection = new Driver().connect(url.url(), properties);
      if (connection == null) {
        throw new SQLNonTransientConnectionException("the JDBC URL is not PostgreSQL's", "08001");
      }
      return connection;
    } finally {
      LibraryLoader.leave(callers);
    }
  }

  /**
   * The JVM keeps its time zone as a system property when somebody asks for it first, as pgjdbc
   * does. The properties are the application's, so they stay as they are.
   */
  private static void askForTimeZone() {
    String before = System.getProperty(TIME_ZONE);
    TimeZone zone = TimeZone.getDefault();
    if (before == null && zone.getID().equals(System.getProperty(TIME_ZONE))) {
      System.clearProperty(TIME_ZONE);
    }
  }

  /** What pgjdbc shall do unless the URL says something else. */
  private Properties properties() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "scan-metrics");
    // The oldest that is supported; saves a round trip for setting the application's name.
    properties.setProperty("assumeMinServerVersion", "15");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", String.valueOf(secondsForAnAnswer));
    properties.setProperty("tcpKeepAlive", "true");
    if (config.user() != null) {
      properties.setProperty("user", config.user());
    }
    String password = password();
    if (password != null) {
      properties.setProperty("password", password);
    }
    url.secrets().forEach(properties::setProperty);
    return properties;
  }

  private @Nullable String password() throws SQLException {
    Path file = config.passwordFile();
    if (file == null) {
      return config.password();
    }
    try {
      if (Files.size(file) > MOST_PASSWORD_BYTES) {
        throw new IOException("it is larger than " + MOST_PASSWORD_BYTES + " bytes");
      }
      String text = Files.readString(file, StandardCharsets.UTF_8);
      int end = text.length();
      while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
        end--;
      }
      return text.substring(0, end);
    } catch (IOException e) {
      throw new SQLNonTransientConnectionException(
          "the password file " + file + " cannot be read: " + e, "28000", e);
    }
  }

  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    throw new SQLFeatureNotSupportedException("user and password are configured");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter writer) {}

  /** Without effect: {@code connectTimeout} bounds it, without a thread of its own. */
  @Override
  public void setLoginTimeout(int seconds) {}

  /** How long the pool waits for a connection in the making when it is closed. */
  @Override
  public int getLoginTimeout() {
    return 1;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
