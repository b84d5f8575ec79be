package io.scanmetrics.agent.report.html;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.scanmetrics.store.postgres.report.ScanReport;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A report as one self-contained page: what it comes to first, then charts, each with its figures
 * as a table, then single scans.
 *
 * <p>Whoever names a scan writes into it, so it trusts no text: all of them are escaped, and the
 * page's policy lets no script run but its own, and nothing be fetched or sent.
 */
public final class ReportPage {
  /** In how many steps time is told here at most: the days of a month. */
  public static final int MOST_STEPS = 31;

  private static final Template PAGE =
      Mustache.compiler()
          .nullValue("")
          .emptyStringIsFalse(true)
          .withLoader(name -> PageFile.of(name + ".mustache").reader())
          .compile(PageFile.of("page.mustache").reader());

  private ReportPage() {}

  /** The page, as HTML to be written in UTF-8. */
  public static String of(ScanReport report) {
    PageFile charts = PageFile.of("charts.js");
    PageFile library = PageFile.of("d3.min.js");
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("page", PageContent.of(report));
    parts.put("data", ChartData.json(report));
    parts.put("style", PageFile.of("page.css").text());
    parts.put("charts", charts.text());
    parts.put("library", library.text());
    parts.put("libraryLicense", PageFile.of("LICENSE").text());
    parts.put("scripts", library.digest() + " " + charts.digest());
    return PAGE.execute(parts) + "\n";
  }
}
