package com.example.scanner.ingest;

import com.example.scanner.log.ScanLog;
import com.example.scanner.log.Step;
import com.example.scanner.model.Artifact;
import com.example.scanner.model.ErrorCode;
import com.example.scanner.model.ScanException;
import com.example.scanner.model.ScanRequest;
import com.example.scanner.model.Sha256;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Phase 1, ingest: tells what the artifact is, unpacks it, and lists its jars and classes. */
public final class Ingestor {
  private final ScanLog log;

  /** Notes every execution in that log. */
  public Ingestor(ScanLog log) {
    this.log = log;
  }

  /**
   * Reads the request's artifact. A directory is read in place, everything else is unpacked into
   * the workspace.
   */
  public Inventory ingest(ScanRequest request, Workspace workspace) throws ScanException {
    Step step = log.phase("ingest", request);
    try {
      Inventory inventory = read(request, workspace);
      step.fact("artifact_digest", inventory.artifact().digest())
          .fact("artifact_type", inventory.artifact().type())
          .fact("file_count", inventory.fileCount())
          .fact("jar_count", inventory.jars().size())
          .fact("byte_count", inventory.byteCount());
      step.succeeded();
      return inventory;
    } catch (ScanException | RuntimeException e) {
      step.failed(e);
      throw e;
    }
  }

  private static Inventory read(ScanRequest request, Workspace workspace) throws ScanException {
    Path path = request.artifact();
    String name = request.getArtifactName();
    try {
      if (Files.isDirectory(path)) {
        return OciLayout.isAt(path)
            ? readImage(name, path, workspace, new Budget())
            : readDirectory(name, path, workspace);
      }
      if (Files.isRegularFile(path)) {
        return readTarball(name, path, workspace);
      }
      throw new ScanException(ErrorCode.ARTIFACT_NOT_FOUND, "there is no " + name);
    } catch (JsonProcessingException e) {
      throw new ScanException(ErrorCode.CORRUPT_ARTIFACT, name + " holds broken JSON", e);
    } catch (IOException e) {
      throw new ScanException(
          ErrorCode.CORRUPT_ARTIFACT, name + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Inventory readDirectory(String name, Path folder, Workspace workspace)
      throws IOException, ScanException {
    FileTree tree = FileTree.of(folder);
    String digest = Sha256.PREFIX + Sha256.ofText(tree.listing());
    return inventory(new Artifact(name, digest, "directory"), tree, workspace, new Budget());
  }

  private static Inventory readTarball(String name, Path tarball, Workspace workspace)
      throws IOException, ScanException {
    String digest = Sha256.PREFIX + Sha256.ofFile(tarball);
    Budget budget = new Budget();
    Path content = workspace.folder("content");
    new TarUnpacker(budget).unpack(tarball, content);
    if (OciLayout.isAt(content)) {
      return readImage(name, content, workspace, budget);
    }
    return inventory(
        new Artifact(name, digest, "tarball"), FileTree.of(content), workspace, budget);
  }

  private static Inventory readImage(String name, Path layout, Workspace workspace, Budget budget)
      throws IOException, ScanException {
    Path files = workspace.folder("image");
    String digest = OciLayout.at(layout).unpack(new TarUnpacker(budget), files);
    return inventory(
        new Artifact(name, digest, "oci_image"), FileTree.of(files), workspace, budget);
  }

  private static Inventory inventory(
      Artifact artifact, FileTree tree, Workspace workspace, Budget budget)
      throws IOException, ScanException {
    List<Path> classFiles =
        tree.files().entrySet().stream()
            .filter(entry -> entry.getKey().endsWith(".class"))
            .map(entry -> entry.getValue().file())
            .toList();
    return new Inventory(
        artifact,
        new NestedJars(workspace.folder("nested"), budget).of(tree),
        classFiles,
        tree.files().size(),
        tree.byteCount());
  }
}
