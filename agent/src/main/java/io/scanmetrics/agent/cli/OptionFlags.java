package io.scanmetrics.agent.cli;

import io.scanmetrics.agent.doctor.Surroundings;
import io.scanmetrics.agent.log.Redaction;
import io.scanmetrics.agent.options.Option;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.store.postgres.PostgresConfig;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * Makes flags of options: the catalogue says what they are called, what they take and what they
 * mean. A flag wins over a system property, that over the environment.
 */
final class OptionFlags {
  /** Where the database is, and who asks. */
  private static final List<Option> DATABASE =
      List.of(Option.JDBC_URL, Option.JDBC_USER, Option.JDBC_PASSWORD, Option.JDBC_PASSWORD_FILE);

  private static final String WHERE_PASSWORDS_GO =
      "a password is not taken from the command line, where process lists show it; use "
          + Option.JDBC_PASSWORD_FILE.flag()
          + " or the environment variable "
          + Option.JDBC_PASSWORD.environmentVariable();

  private final Map<?, ?> properties;
  private final Map<String, String> environment;

  OptionFlags(Map<?, ?> properties, Map<String, String> environment) {
    this.properties = properties;
    this.environment = environment;
  }

  /** Gives a command the flags of a database, and of these options. */
  static void declareDatabase(CommandSpec command, Option... further) {
    List<Option> options = new ArrayList<>(DATABASE);
    options.addAll(List.of(further));
    declare(command, options);
  }

  /** Gives a command flags for these options. */
  static void declare(CommandSpec command, List<Option> options) {
    for (Option option : options) {
      command.addOption(option.kind() == Option.Kind.SECRET ? refused(option) : flag(option));
    }
    command
        .usageMessage()
        .footer(
            "",
            "Flags can also be system properties (java -D"
                + options.get(0).property()
                + "=… -jar …)",
            "or environment variables (" + options.get(0).environmentVariable() + ").");
  }

  /**
   * The options as they apply to a command that was parsed.
   *
   * @throws ParameterException if one of the flags asks for something that is not
   */
  Options read(CommandSpec command) {
    Options options = readSilently(command);
    for (String fault : options.faults()) {
      command.commandLine().getErr().println("warning: " + fault);
    }
    return options;
  }

  /** As {@link #read}, but what is wrong with them is left to the caller to say. */
  Options readSilently(CommandSpec command) {
    Map<Option, String> given = new EnumMap<>(Option.class);
    for (Option option : Option.values()) {
      OptionSpec flag = command.findOption(option.flag());
      if (flag != null && flag.getValue() instanceof String value) {
        given.put(option, value);
      }
    }
    return Options.ofCommandLine(given, properties, environment);
  }

  /** Where options come from that no flag gives. */
  Surroundings surroundings() {
    return new Surroundings(properties, environment);
  }

  /** The environment variables that the command was given. */
  Map<String, String> environment() {
    return environment;
  }

  /**
   * The database that a command is to work on.
   *
   * @throws ParameterException if none is named, or not in a way that pgjdbc understands
   */
  PostgresConfig readDatabase(CommandSpec command) {
    PostgresConfig database;
    try {
      database = read(command).postgres();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
    if (database == null) {
      throw new ParameterException(
          command.commandLine(),
          "which database? Give "
              + Option.JDBC_URL.flag()
              + " jdbc:postgresql://host:5432/database, or set "
              + Option.JDBC_URL.environmentVariable());
    }
    return database;
  }

  private static OptionSpec flag(Option option) {
    OptionSpec.Builder flag =
        OptionSpec.builder(option.flag())
            .type(String.class)
            .paramLabel(label(option))
            .description(option.description())
            .converters(checkedBy(option));
    if (option.defaultValue() != null) {
      flag.description(option.description(), "Default: " + option.defaultValue());
    }
    return flag.build();
  }

  private static String label(Option option) {
    return switch (option.kind()) {
      case FLAG -> "true|false";
      case CHOICE -> String.join("|", option.choices());
      case DURATION -> "DURATION";
      case BYTES -> "BYTES";
      case COUNT -> "NUMBER";
      case PORT -> "PORT";
      case JDBC_URL -> "URL";
      case LIST -> "FILE[,FILE…]";
      case TEXT, SECRET -> option.argument().replaceAll(".*\\.", "").toUpperCase(Locale.ROOT);
    };
  }

  private static ITypeConverter<String> checkedBy(Option option) {
    return value -> {
      String fault = option.fault(value);
      if (fault != null) {
        throw new TypeConversionException("'" + option.shown(value) + "' " + fault);
      }
      if (option.kind() == Option.Kind.JDBC_URL && !Redaction.dropFromUrl(value).equals(value)) {
        throw new TypeConversionException(WHERE_PASSWORDS_GO);
      }
      return value;
    };
  }

  /** Known only to be told what to use instead; its value is swallowed unseen. */
  private static OptionSpec refused(Option option) {
    ITypeConverter<String> refuse =
        value -> {
          throw new TypeConversionException(WHERE_PASSWORDS_GO);
        };
    return OptionSpec.builder(option.flag())
        .type(String.class)
        .arity("0..1")
        .fallbackValue("none")
        .hidden(true)
        .converters(refuse)
        .build();
  }
}
