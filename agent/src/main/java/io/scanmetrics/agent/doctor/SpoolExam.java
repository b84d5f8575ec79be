package io.scanmetrics.agent.doctor;

import io.scanmetrics.agent.options.Option;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.journal.SpoolSurvey;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which scans wait: that this user can keep them there, and nobody else sees them.
 */
final class SpoolExam {
  private static final String SUBJECT = "spool";
  private static final String OTHER_FOLDER = "name another with " + Option.SPOOL_DIR.property();
  private static final Set<String> NETWORKS =
      Set.of(
          "nfs", "nfs4", "cifs", "smb", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph", "glusterfs");
  private static final Set<PosixFilePermission> OTHERS_MAY_WRITE =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rwx------");

  private final Path folder;
  private final long maxBytes;
  private final List<Finding> findings = new ArrayList<>();

  private SpoolExam(Path folder, long maxBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  static List<Finding> of(Options options) {
    List<Finding> findings = ofFolder(options);
    boolean used = options.jdbcUrl() != null || options.isSet(Option.SPOOL_DIR);
    return used ? findings : findings.stream().map(SpoolExam::unused).toList();
  }

  /** What does not work and nobody needs is no fault. */
  private static Finding unused(Finding finding) {
    return finding.state() == Finding.State.FAULT
        ? new Finding(
            Finding.State.NOTE,
            SUBJECT,
            finding.message() + "; without a database nothing waits there",
            finding.mend())
        : finding;
  }

  private static List<Finding> ofFolder(Options options) {
    if (options.spoolDir().isEmpty()) {
      return List.of(
          Finding.fault(SUBJECT, "this user has no home folder to make one in", OTHER_FOLDER));
    }
    try {
      SpoolExam exam =
          new SpoolExam(Path.of(options.spoolDir()).toAbsolutePath(), options.spoolMaxBytes());
      exam.look();
      return exam.findings;
    } catch (InvalidPathException e) {
      return List.of(Finding.fault(SUBJECT, options.spoolDir() + " is no path here", OTHER_FOLDER));
    }
  }

  private void look() {
    if (Files.isDirectory(folder)) {
      existing();
    } else if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      fault(folder + " is no folder", OTHER_FOLDER);
    } else {
      missing();
    }
  }

  private void existing() {
    try {
      String trouble = trouble(folder);
      if (trouble != null) {
        fault(folder + " cannot be written to: " + trouble, OTHER_FOLDER + ", or mend its rights");
        return;
      }
      owner();
      rights();
      room(folder, folder.toString());
      content(SpoolSurvey.of(folder));
    } catch (IOException e) {
      fault(folder + " cannot be read: " + e, OTHER_FOLDER);
    }
  }

  private void missing() {
    Path above = folder.getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    String trouble = above == null ? "it has no root" : trouble(above);
    if (above == null || trouble != null) {
      fault(folder + " cannot be made in " + above + ": " + trouble, OTHER_FOLDER);
      return;
    }
    try {
      room(above, folder + " will be made");
    } catch (IOException e) {
      fault(above + " cannot be read: " + e, OTHER_FOLDER);
    }
  }

  /** What keeps a file from being made there; {@code null} for nothing. */
  private static @Nullable String trouble(Path folder) {
    try {
      Files.delete(Files.createTempFile(folder, ".doctor", ".tmp"));
      return null;
    } catch (AccessDeniedException e) {
      return "access is denied";
    } catch (FileSystemException e) {
      return e.getReason() == null ? "no file can be made there" : e.getReason();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void owner() throws IOException {
    Path trial = Files.createTempFile(folder, ".doctor", ".tmp");
    try {
      var us = Files.getOwner(trial);
      var owner = Files.getOwner(folder);
      if (!owner.equals(us) && !owner.getName().equals("root")) {
        fault(
            folder + " belongs to " + owner.getName() + ", not to " + us.getName(),
            "name a folder of your own with " + Option.SPOOL_DIR.property());
      }
    } finally {
      Files.delete(trial);
    }
  }

  private void rights() throws IOException {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> rights = EnumSet.copyOf(Files.getPosixFilePermissions(folder));
    String shown = PosixFilePermissions.toString(rights);
    boolean sticky = ((Integer) Files.getAttribute(folder, "unix:mode") & 01000) != 0;
    rights.removeAll(OWNERS);
    boolean shared = rights.stream().anyMatch(OTHERS_MAY_WRITE::contains);
    if (shared && !sticky) {
      fault(folder + " may be written to by others (" + shown + ")", "chmod 700 " + folder);
    } else if (shared) {
      findings.add(Finding.note(SUBJECT, folder + " is shared with others", OTHER_FOLDER));
    } else if (!rights.isEmpty()) {
      findings.add(
          Finding.note(
              SUBJECT,
              folder + " may be entered by others (" + shown + "), who can read nothing in it",
              "chmod 700 " + folder));
    }
  }

  private void room(Path at, String what) throws IOException {
    FileStore disk = Files.getFileStore(at);
    if (NETWORKS.contains(disk.type().toLowerCase(Locale.ROOT))) {
      fault(
          folder
              + " is on a shared network folder ("
              + disk.type()
              + "), where locks are unreliable",
          "name a folder on a disk of this machine with " + Option.SPOOL_DIR.property());
    }
    long free = disk.getUsableSpace();
    String room = mebibytes(free) + " free";
    if (free < maxBytes / 10) {
      fault(
          what + ", but only " + room + " of the " + mebibytes(maxBytes) + " that may wait there",
          "make room, or " + OTHER_FOLDER);
    } else if (free < maxBytes) {
      findings.add(
          Finding.note(
              SUBJECT,
              what
                  + "; "
                  + room
                  + ", less than the "
                  + mebibytes(maxBytes)
                  + " that may wait there"));
    } else if (findings.stream().noneMatch(finding -> finding.state() == Finding.State.FAULT)) {
      findings.add(Finding.ok(SUBJECT, what + "; " + room));
    }
  }

  private void content(SpoolSurvey survey) {
    if (survey.bytes() >= maxBytes) {
      fault(
          "it is full with " + mebibytes(survey.bytes()) + ", so new scans are refused",
          "let drain empty it, or raise " + Option.SPOOL_MAX_BYTES.property());
    }
    if (survey.ofLiving() > 0) {
      findings.add(
          Finding.note(SUBJECT, "holds " + scans(survey.ofLiving()) + " of processes that run"));
    }
    if (survey.ofDead() > 0) {
      findings.add(
          Finding.note(
              SUBJECT,
              "holds " + scans(survey.ofDead()) + " that processes left which have ended",
              "the next agent on this folder delivers them, or drain does"));
    }
    if (survey.setAside() > 0) {
      findings.add(
          Finding.note(
              SUBJECT,
              "holds " + scans(survey.setAside()) + " that the database refused",
              "drain --set-aside list tells why"));
    }
  }

  private static String scans(long count) {
    return count == 1 ? "1 scan" : String.format(Locale.ROOT, "%,d scans", count);
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
  }

  private void fault(String message, String mend) {
    findings.add(Finding.fault(SUBJECT, message, mend));
  }
}
