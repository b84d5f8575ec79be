package io.scanmetrics.assemble;

import org.jspecify.annotations.Nullable;

/**
 * A span of a {@link KnownTrace} that is not a scan: a phase, or one that stands between a phase
 * and its scan. For one thread at a time.
 */
final class SpanNode {
  private final String spanId;
  private final @Nullable String parentSpanId;
  private @Nullable Branch branch;
  private @Nullable KnownPhase phase;

  SpanNode(String spanId, @Nullable String parentSpanId) {
    this.spanId = spanId;
    this.parentSpanId = parentSpanId;
  }

  String spanId() {
    return spanId;
  }

  @Nullable String parentSpanId() {
    return parentSpanId;
  }

  /** What it and its known neighbours have in common. */
  Branch branch() {
    Branch whole = branch == null ? new Branch() : branch.whole();
    branch = whole;
    return whole;
  }

  void startBranchAnew() {
    branch = null;
  }

  /**
   * Becomes part of a branch whose scan is known, if it is part of none.
   *
   * @return whether it did
   */
  boolean joins(Branch settled) {
    if (branch != null) {
      return false;
    }
    settled.grow();
    branch = settled;
    return true;
  }

  /** The execution that it is; {@code null} while it runs, and for good if it is not a phase. */
  @Nullable KnownPhase phase() {
    return phase;
  }

  void becomes(KnownPhase ended) {
    phase = ended;
  }

  /** The execution is remembered as one of many only. */
  void isFolded() {
    phase = null;
  }
}
