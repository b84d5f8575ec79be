package com.example.scanner;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code java -jar example-scanner.jar scan ARTIFACT…}. */
@Command(
    name = "example-scanner",
    description = "Software-composition analysis of Java artifacts, offline.",
    mixinStandardHelpOptions = true,
    versionProvider = ScannerVersion.class,
    subcommands = ScanCommand.class,
    synopsisSubcommandLabel = "COMMAND")
public final class ScannerApp {
  ScannerApp() {}

  /** Exits with 0 if every scan succeeded, 1 if one failed, 2 if it was called wrongly. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ScannerApp()).execute(arguments));
  }
}
