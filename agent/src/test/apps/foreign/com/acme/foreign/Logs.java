package com.acme.foreign;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The application's Logback. */
final class Logs {
  private final ListAppender<ILoggingEvent> heard = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

  Logs() {
    root.detachAndStopAllAppenders();
    root.setLevel(Level.WARN);
    heard.start();
    root.addAppender(heard);
  }

  List<String> messages() {
    return heard.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  Class<?> type() {
    return root.getClass();
  }
}
