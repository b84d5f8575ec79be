package com.example.scanner;

import com.example.scanner.log.ScanLog;
import com.example.scanner.model.Policy;
import com.example.scanner.model.ReplayManifest;
import com.example.scanner.model.ScanException;
import com.example.scanner.model.ScanRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scan}: scans artifacts one after the other; a broken one does not stop the rest. */
@Command(
    name = "scan",
    description = "Scans directories, tarballs and OCI image layouts and publishes evidence.",
    mixinStandardHelpOptions = true,
    versionProvider = ScannerVersion.class)
final class ScanCommand implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "ARTIFACT", description = "What to scan.")
  List<Path> artifacts = List.of();

  @Option(
      names = "--tenant",
      paramLabel = "ID",
      defaultValue = "local",
      description = "On whose behalf (default: ${DEFAULT-VALUE}).")
  String tenant = "";

  @Option(names = "--surface", paramLabel = "ID", description = "Which attack surface.")
  @Nullable String surface;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "evidence",
      description = "Where to publish (default: ${DEFAULT-VALUE}).")
  Path out = Path.of("");

  @Option(names = "--policy", paramLabel = "FILE", description = "Which findings count (JSON).")
  @Nullable Path policy;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "PEM file with an Ed25519 private and public key (default: a passing key).")
  @Nullable Path key;

  @Option(names = "--log", paramLabel = "FILE", description = "Append JSON lines to this file.")
  @Nullable Path log;

  @Option(
      names = "--replay",
      paramLabel = "MANIFEST",
      description = "Reproduce the scan of this replay manifest, and fail if it differs.")
  @Nullable Path replay;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Analyzers that run at once (default: number of processors).")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description = "Scan everything that often (default: ${DEFAULT-VALUE}).")
  int repeat;

  @Override
  public Integer call() throws IOException {
    if (threads < 1 || repeat < 1) {
      throw usage("--threads and --repeat must be at least 1");
    }
    if (replay != null && policy != null) {
      throw usage("--replay takes the policy from the manifest; leave out --policy");
    }
    ReplayManifest manifest;
    Policy rules;
    try {
      manifest = replay == null ? null : ReplayManifest.read(replay);
      rules = policy == null ? Policy.standard() : Policy.read(policy);
    } catch (ScanException e) {
      throw usage(e.code() + ": " + e.getMessage());
    }
    ScanReport report = new ScanReport(command().commandLine().getOut());
    try (ScanLog lines = log == null ? ScanLog.none() : ScanLog.to(log);
        Scanner scanner = new Scanner(new ScannerSettings(out, key, threads), lines)) {
      for (int round = 0; round < repeat; round++) {
        for (Path artifact : artifacts) {
          scan(scanner, request(artifact, rules, manifest), report);
        }
      }
    }
    return report.close() ? 0 : 1;
  }

  private static void scan(Scanner scanner, ScanRequest request, ScanReport report) {
    try {
      report.finished(scanner.scan(request));
    } catch (ScanException e) {
      report.failed(request.getArtifactName(), e);
    } catch (RuntimeException e) {
      report.failed(
          request.getArtifactName(), e.getClass().getName(), String.valueOf(e.getMessage()));
    }
  }

  private ScanRequest request(Path artifact, Policy rules, @Nullable ReplayManifest manifest) {
    return new ScanRequest(
        UUID.randomUUID().toString(),
        tenant,
        surface,
        artifact,
        manifest == null ? rules : manifest.policy(),
        manifest == null ? Instant.now().truncatedTo(ChronoUnit.SECONDS) : manifest.evaluatedAt(),
        manifest);
  }

  private ParameterException usage(String message) {
    return new ParameterException(command().commandLine(), message);
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the command before it is called");
    }
    return spec;
  }
}
