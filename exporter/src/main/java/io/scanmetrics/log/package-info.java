/** What all who have something to tell people share on the way to the {@code ExporterLog}. */
@NullMarked
package io.scanmetrics.log;

import org.jspecify.annotations.NullMarked;
