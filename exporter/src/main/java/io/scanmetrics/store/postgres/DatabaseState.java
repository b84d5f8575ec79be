package io.scanmetrics.store.postgres;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What {@link DatabaseCheck} found out about a database that answers.
 *
 * @param version of the server, such as {@code 18.0}
 * @param user as whom it was asked
 * @param database its name on the server
 * @param encoding what texts are stored as there
 * @param clockAhead by how much the clock of the server is ahead of this machine's; negative if it
 *     is behind
 * @param standby whether it follows another server, which is the one to write to
 * @param readOnly whether transactions may not write, for whatever reason
 * @param schema what is in it
 * @param migrationRefusal why the user could not make or change that schema, with what to do about
 *     it; {@code null} if it could
 * @param refusal why a scan could not be written, read and deleted again, with what to do about it;
 *     {@code null} if it could, or if that was not tried because of what stands in the others
 */
public record DatabaseState(
    String version,
    String user,
    String database,
    String encoding,
    Duration clockAhead,
    boolean standby,
    boolean readOnly,
    SchemaState schema,
    @Nullable String migrationRefusal,
    @Nullable String refusal) {

  /** The oldest that is supported. */
  public static final int OLDEST_SERVER = 15;

  /** The newest that this version was tried with. */
  public static final int NEWEST_SERVER = 18;

  /** The part of the version that counts. */
  public int majorVersion() {
    return Integer.parseInt(version.replaceFirst("\\D.*", ""));
  }
}
