package com.example.observability.scanner;

/**
 * What is to be scanned.
 *
 * @param id of the scan
 * @param tenant whose scan it is
 * @param replay whether an earlier scan is repeated
 * @param end how it is to end
 */
public record Request(String id, String tenant, boolean replay, End end) {
  /** How a scan ends. */
  public enum End {
    /** It returns. */
    WELL,
    /** It throws. */
    FAILED,
    /** It does not. */
    NEVER
  }
}
