package io.scanmetrics.agent.report;

import io.scanmetrics.store.postgres.report.LostScans;
import io.scanmetrics.store.postgres.report.PhaseBreakdown;
import io.scanmetrics.store.postgres.report.PhaseFigures;
import io.scanmetrics.store.postgres.report.ScanReport;
import io.scanmetrics.store.postgres.report.SloFigures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a report comes to: how the scans are doing, and what to fix first.
 *
 * <p>What makes P95 miss its target is looked for among the scans that breach it: if most of them
 * failed or died, that is to be fixed, else the phase that the slowest tenth of scans spends more
 * time in than the others. What makes P50 miss its target is the phase that takes most time of all.
 *
 * @param headline one sentence
 * @param first what to fix first, one sentence; {@code null} if nothing has to be
 * @param reasons sentences
 */
public record Verdict(
    Standing p50, Standing p95, String headline, @Nullable String first, List<String> reasons) {
  private static final int LONGEST_NAME = 60;

  /** Among fewer scans, the slowest of them is P95. */
  private static final int FEW = 20;

  public Verdict {
    reasons = List.copyOf(reasons);
  }

  /** Reaches it. */
  public static Verdict of(ScanReport report) {
    SloFigures total = report.total();
    Standing p50 = Standing.of(total.p50(), SloFigures.P50_TARGET);
    Standing p95 = Standing.of(total.p95(), SloFigures.P95_TARGET);
    List<String> reasons = new ArrayList<>();
    String first = first(report, p50, p95, reasons);
    if (!report.anyEver()) {
      reasons.add(
          report.tenant() == null
              ? "No scan is stored in this database yet."
              : "No scan of this tenant is stored: look whether its name is written as its scanners do.");
    }
    if (total.scans() > 0 && total.scans() < FEW) {
      reasons.add(
          total.scans() == 1
              ? "One scan says little: it is P50 and P95 at once."
              : "So few scans say little: P95 is the slowest of "
                  + Amounts.count(total.scans())
                  + ".");
    }
    return new Verdict(p50, p95, headline(p50, p95), first, reasons);
  }

  private static String headline(Standing p50, Standing p95) {
    if (p50 == Standing.NONE) {
      return "No scan started in this time.";
    }
    if (p50 == p95) {
      return switch (p50) {
        case MET -> "Both targets are met.";
        case MISSED -> "Both targets are missed.";
        default -> "Too early to say: it depends on scans that still run.";
      };
    }
    return sentence("P95", p95) + " " + sentence("P50", p50);
  }

  private static String sentence(String percentile, Standing standing) {
    return switch (standing) {
      case MET -> percentile + " meets its target.";
      case MISSED -> percentile + " misses its target.";
      default -> percentile + " depends on scans that still run.";
    };
  }

  private static @Nullable String first(
      ScanReport report, Standing p50, Standing p95, List<String> reasons) {
    SloFigures total = report.total();
    if (p95 == Standing.MISSED || p95 == Standing.OPEN) {
      long slow = total.breachedP95() - total.lost();
      return total.lost() > 0 && total.lost() >= slow
          ? failures(report, reasons)
          : tail(report.phases(), reasons);
    }
    if (p50 == Standing.MISSED || p50 == Standing.OPEN) {
      return body(report.phases(), reasons);
    }
    largest(report.phases())
        .ifPresent(
            phase ->
                reasons.add(
                    "Most time goes into %s: %s of it."
                        .formatted(name(phase.name()), Amounts.share(phase.share()))));
    return null;
  }

  private static String failures(ScanReport report, List<String> reasons) {
    SloFigures total = report.total();
    reasons.add(
        "%s of the %s without evidence within 5 min %s."
            .formatted(
                Amounts.count(total.lost()),
                Amounts.count(total.breachedP95(), "scan"),
                total.aborted() == 0 ? "failed" : total.failed() == 0 ? "died" : "failed or died"));
    if (report.lost().isEmpty()) {
      return "Fix what makes scans fail first.";
    }
    LostScans most = report.lost().get(0);
    reasons.add(
        "%s %s%s.".formatted(Amounts.count(most.scans(), "scan"), where(most), cause(most)));
    return most.phase() == null
        ? "Fix what makes scans fail first."
        : "Fix " + name(most.phase()) + " first: it fails.";
  }

  private static String where(LostScans lost) {
    String what = lost.aborted() ? "died" : "failed";
    return lost.phase() == null ? what + " outside any phase" : what + " in " + name(lost.phase());
  }

  private static String cause(LostScans lost) {
    return lost.errorCode() == null ? "" : " with " + name(lost.errorCode());
  }

  /** The phase that the slowest scans spend more time in than the others. */
  private static @Nullable String tail(PhaseBreakdown phases, List<String> reasons) {
    Double extra = phases.slowExtra();
    Long from = phases.slowFromMillis();
    if (extra == null || from == null || extra <= 0) {
      return body(phases, reasons);
    }
    String slowest =
        "The slowest tenth of scans, those of %s or more, takes %s longer than the others on average; "
            .formatted(Amounts.duration(from), Amounts.duration(extra));
    PhaseFigures worst =
        phases.phases().stream()
            .filter(phase -> phase.slowExtra() != null)
            .max(Comparator.comparingDouble(Verdict::extra))
            .orElse(null);
    double inPhases =
        phases.phases().stream().mapToDouble(phase -> Math.max(0, extra(phase))).sum();
    if (worst == null || extra - inPhases > extra(worst)) {
      reasons.add(slowest + "most of that is in no phase.");
      return "Find out first what runs outside the phases: give it a phase of its own.";
    }
    reasons.add(
        "%s%s of that, %s, is %s."
            .formatted(
                slowest,
                Amounts.share(Math.min(1, extra(worst) / extra)),
                Amounts.duration(extra(worst)),
                name(worst.name())));
    return "Fix " + name(worst.name()) + " first.";
  }

  private static double extra(PhaseFigures phase) {
    return Objects.requireNonNullElse(phase.slowExtra(), 0.0);
  }

  /** The phase that takes most time of all. */
  private static @Nullable String body(PhaseBreakdown phases, List<String> reasons) {
    return largest(phases)
        .map(
            phase -> {
              reasons.add(
                  "%s takes %s of the time of all scans; half of those that have it spend %s or more in it."
                      .formatted(
                          name(phase.name()),
                          Amounts.share(phase.share()),
                          Amounts.duration(phase.p50())));
              return "Fix " + name(phase.name()) + " first.";
            })
        .orElse(null);
  }

  private static Optional<PhaseFigures> largest(PhaseBreakdown phases) {
    return phases.phases().stream().max(Comparator.comparingDouble(PhaseFigures::share));
  }

  private static String name(String name) {
    return SafeLine.of(name, LONGEST_NAME);
  }
}
