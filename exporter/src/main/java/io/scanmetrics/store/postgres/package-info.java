/** Scans as rows of PostgreSQL: writing them, and making and checking the schema they need. */
@NullMarked
package io.scanmetrics.store.postgres;

import org.jspecify.annotations.NullMarked;
