package io.scanmetrics.agent.cli;

import io.scanmetrics.assemble.FileNote;
import io.scanmetrics.journal.SetAside;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Shows the scans that were set aside: which, when, why, and where they are. */
final class SetAsideList {
  private final PrintWriter out;

  SetAsideList(PrintWriter out) {
    this.out = out;
  }

  /** Returns the exit status: there should be none. */
  int print(SetAside setAside) throws IOException {
    List<Path> files = setAside.files();
    for (Path file : files) {
      FileNote note = FileNote.of(SetAside.read(file));
      out.println(which(note) + (note.setAsideAt() == null ? "" : ", at " + note.setAsideAt()));
      out.println("    " + (note.reason() == null ? "without a reason" : oneLine(note.reason())));
      out.println("    " + file);
    }
    out.println(
        files.isEmpty()
            ? "No scan is set aside."
            : DrainCommand.scans(files.size()) + " set aside.");
    return files.isEmpty() ? ScanMetricsCommand.OK : ScanMetricsCommand.WRONG;
  }

  private static String which(FileNote note) {
    if (note.scanId() != null) {
      return "Scan " + oneLine(note.scanId());
    }
    return note.traceId() == null ? "A scan" : "A scan of trace " + note.traceId();
  }

  /** What a scanner gave may hold anything, and goes to a terminal. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
